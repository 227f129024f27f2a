/** Arithmetic on four numbers (T = v128) or on one (T = f32), so that a loop is written once for both. */

export function splat<T>(value: f32): T {
  if (isVector<T>()) return f32x4.splat(value)
  return value
}

export function add<T>(a: T, b: T): T {
  if (isVector<T>()) return f32x4.add(a, b)
  return a + b
}

export function sub<T>(a: T, b: T): T {
  if (isVector<T>()) return f32x4.sub(a, b)
  return a - b
}

export function mul<T>(a: T, b: T): T {
  if (isVector<T>()) return f32x4.mul(a, b)
  return a * b
}

export function div<T>(a: T, b: T): T {
  if (isVector<T>()) return f32x4.div(a, b)
  return a / b
}

export function squareRoot<T>(a: T): T {
  if (isVector<T>()) return f32x4.sqrt(a)
  return sqrt<f32>(a)
}

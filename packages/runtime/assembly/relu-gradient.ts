/** The gradient of relu: dx = dy where y > 0, and 0 elsewhere. */

export function reluGradient(dy: usize, y: usize, dx: usize, length: usize): void {
  const bytes = length << 2
  let i: usize = 0
  for (; i + 16 <= bytes; i += 16) {
    const positive = f32x4.gt(v128.load(y + i), f32x4.splat(0))
    v128.store(dx + i, v128.and(v128.load(dy + i), positive))
  }
  for (; i < bytes; i += 4) store<f32>(dx + i, load<f32>(y + i) > 0 ? load<f32>(dy + i) : 0)
}

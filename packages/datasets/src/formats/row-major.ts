/** Puts arrays in Fortran's order into C's. */

/**
 * Writes the elements of an array stored with its first axis fastest (Fortran's order) into `into` with its last axis
 * fastest (C's order).
 */
export function rowMajor<T extends Uint8Array | Float64Array>(
  columnMajor: T,
  shape: readonly number[],
  into: T,
): T {
  const strides = shape.map((_, axis) =>
    shape.slice(0, axis).reduce((product, n) => product * n, 1),
  )
  const position = shape.map(() => 0)
  let from = 0
  for (let to = 0; to < into.length; to++) {
    into[to] = columnMajor[from] as number
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] as number
      from += stride
      position[axis] = (position[axis] as number) + 1
      if (position[axis] !== shape[axis]) break
      from -= stride * (shape[axis] as number)
      position[axis] = 0
    }
  }
  return into
}

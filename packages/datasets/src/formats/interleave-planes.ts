/** Turns images stored one colour after the other into pixels. */

/**
 * Writes the planes `[c, h, w]` of one image as `[h, w, c]`.
 *
 * @param columnMajor whether a plane lists its columns one after the other, as MATLAB does, and not its rows
 */
export function interleavePlanes(
  planes: Uint8Array,
  into: Uint8Array,
  [h, w, c]: readonly [h: number, w: number, c: number],
  { columnMajor = false }: { readonly columnMajor?: boolean } = {},
): void {
  const [down, across] = columnMajor ? [1, h] : [w, 1]
  let to = 0
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++)
      for (let channel = 0; channel < c; channel++)
        into[to++] = planes[channel * h * w + y * down + x * across] as number
}

/** Cuts a window out of an 8-bit image. */

/** A rectangle in the coordinates of an image; it may reach beyond it. */
export interface Window {
  readonly top: number
  readonly left: number
  readonly height: number
  readonly width: number
  /** Exchange left and right. */
  readonly flip: boolean
  /** Exchange top and bottom. */
  readonly verticalFlip: boolean
  /** Degrees, counter-clockwise, by which the image is turned about its centre before the window is cut. */
  readonly angle: number
}

/**
 * Writes what `window`, which is not turned, shows of `image` (`[h, w, c]`) into `output`
 * (`[window.height, window.width, c]`). Outside the image are zeros.
 *
 * @param table what each value becomes, `[c, 256]`
 */
export function copyWindow(
  image: Uint8Array,
  [h, w, c]: readonly [h: number, w: number, c: number],
  { top, left, height, width, flip, verticalFlip }: Window,
  output: Float32Array,
  table: Float32Array,
): void {
  const [firstY, endY] = [Math.max(0, -top), Math.min(height, h - top)]
  const [firstX, endX] = [Math.max(0, -left), Math.min(width, w - left)]
  if (endY - firstY < height || endX - firstX < width) fillWithZeros(output, c, table)
  const [startX, stepX] = flip ? [width - 1, -1] : [0, 1]
  const [startY, stepY] = verticalFlip ? [height - 1, -1] : [0, 1]
  for (let y = firstY; y < endY; y++) {
    let from = ((y + top) * w + firstX + left) * c
    let to = ((startY + stepY * y) * width + startX + stepX * firstX) * c
    for (let x = firstX; x < endX; x++, from += c, to += stepX * c)
      for (let k = 0; k < c; k++)
        output[to + k] = table[k * 256 + (image[from + k] as number)] as number
  }
}

/** Fills `output` with what zeros become. */
function fillWithZeros(output: Float32Array, c: number, table: Float32Array): void {
  const zero = table[0] as number
  output.fill(zero)
  for (let k = 1; k < c; k++)
    if (table[k * 256] !== zero)
      for (let i = k; i < output.length; i += c) output[i] = table[k * 256] as number
}

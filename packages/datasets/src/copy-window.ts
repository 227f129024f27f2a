/** Cuts a window out of an 8-bit image and scales it to [0, 1]. */

/** A rectangle in the coordinates of an image; it may reach beyond it. */
export interface Window {
  readonly top: number
  readonly left: number
  readonly height: number
  readonly width: number
  /** Exchange left and right. */
  readonly flip: boolean
}

// A table look-up is cheaper than a division per value.
const UNIT = Float32Array.from({ length: 256 }, (_, value) => value / 255)

/**
 * Writes what `window` shows of `image` (`[h, w, c]`) into `output` (`[window.height, window.width, c]`), which
 * must hold zeros: parts outside the image are left alone.
 */
export function copyWindow(
  image: Uint8Array,
  [h, w, c]: readonly [h: number, w: number, c: number],
  { top, left, height, width, flip }: Window,
  output: Float32Array,
): void {
  const [firstY, endY] = [Math.max(0, -top), Math.min(height, h - top)]
  const [firstX, endX] = [Math.max(0, -left), Math.min(width, w - left)]
  const stride = flip ? -c : c
  for (let y = firstY; y < endY; y++) {
    let from = ((y + top) * w + firstX + left) * c
    let to = (y * width + (flip ? width - 1 - firstX : firstX)) * c
    for (let x = firstX; x < endX; x++, from += c, to += stride)
      for (let k = 0; k < c; k++) output[to + k] = UNIT[image[from + k] as number] as number
  }
}

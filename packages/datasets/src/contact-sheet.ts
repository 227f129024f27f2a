/** Draws images side by side; the one place that needs sharp. */

const GAP = 1

/**
 * A PNG of all `images` in a grid, row by row, on white.
 *
 * @param images `[n, h, w, c]`, 0 … 255
 * @param shape `c` is 1 (grey) or 3 (RGB)
 * @throws RangeError if there is no image, or `columns` or the number of channels is out of range
 */
export async function contactSheet(
  images: Uint8Array,
  shape: readonly [n: number, h: number, w: number, c: number],
  columns: number,
): Promise<Uint8Array> {
  const [n, h, w, c] = shape
  if (!(n > 0 && columns > 0 && Number.isInteger(columns)))
    throw new RangeError(`a sheet needs images and columns, got ${n} and ${columns}`)
  if (c !== 1 && c !== 3) throw new RangeError(`images have 1 or 3 channels, got ${c}`)
  const width = columns * (w + GAP) - GAP
  const height = Math.ceil(n / columns) * (h + GAP) - GAP
  const canvas = new Uint8Array(width * height * c).fill(255)
  for (let line = 0; line < n * h; line++) {
    const image = Math.floor(line / h)
    const top = Math.floor(image / columns) * (h + GAP) + (line % h)
    const left = (image % columns) * (w + GAP)
    canvas.set(images.subarray(line * w * c, (line + 1) * w * c), (top * width + left) * c)
  }
  // Loaded here, so that whoever draws nothing does not load a native library.
  const { default: sharp } = await import('sharp')
  return sharp(canvas, { raw: { width, height, channels: c } })
    .png()
    .toBuffer()
}

/** Bilinear resizing that averages when it shrinks. */

const PRECISION_BITS = 22

/**
 * `pixels` of `[h, w, c]` resized to `[height, width, c]`. Output pixel d is the mean of the input around
 * (d + ½) · in / out − ½, weighted by a triangle as wide as the shrinking; along rows first, rounded, then along
 * columns. Equal to the last bit to `resize` with `Resampling.BILINEAR` of Pillow up to 12, thus to torchvision's for
 * PIL images; Pillow 13 starts with the columns at times, which changes pixels by 1.
 *
 * @see Pillow, src/libImaging/Resample.c
 */
export function resizeAntialiased(
  pixels: Uint8Array,
  [h, w, c]: readonly [h: number, w: number, c: number],
  [height, width]: readonly [height: number, width: number],
): Uint8Array {
  const narrow = resample(pixels, { lines: h, from: w, to: width, stride: c })
  return resample(narrow, { lines: 1, from: h, to: height, stride: width * c })
}

interface Axis {
  /** How often the axis lies in the data, one after the other. */
  readonly lines: number
  readonly from: number
  readonly to: number
  /** Between neighbours on the axis, and values that are treated alike. */
  readonly stride: number
}

function resample(pixels: Uint8Array, { lines, from, to, stride }: Axis): Uint8Array {
  const output = new Uint8Array(lines * to * stride)
  const { starts, counts, weights, width } = taps(from, to)
  let at = 0
  for (let line = 0; line < lines; line++)
    for (let i = 0; i < to; i++) {
      const first = (line * from + (starts[i] as number)) * stride
      const count = counts[i] as number
      for (let value = 0; value < stride; value++) {
        let sum = 1 << (PRECISION_BITS - 1)
        for (let tap = 0; tap < count; tap++)
          sum +=
            (pixels[first + tap * stride + value] as number) * (weights[i * width + tap] as number)
        output[at++] = Math.min(255, Math.max(0, sum >> PRECISION_BITS))
      }
    }
  return output
}

/** Which inputs make each output, and their weights as fixed-point numbers. */
function taps(from: number, to: number) {
  const scale = from / to
  const support = Math.max(1, scale)
  const width = Math.ceil(support) * 2 + 1
  const starts = new Int32Array(to)
  const counts = new Int32Array(to)
  const weights = new Int32Array(to * width)
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale
    const start = Math.max(0, Math.trunc(centre - support + 0.5))
    const end = Math.min(from, Math.trunc(centre + support + 0.5))
    const raw = Array.from({ length: end - start }, (_, tap) =>
      Math.max(0, 1 - Math.abs((start + tap - centre + 0.5) * (1 / support))),
    )
    const total = raw.reduce((sum, weight) => sum + weight, 0)
    starts[i] = start
    counts[i] = raw.length
    for (const [tap, weight] of raw.entries())
      weights[i * width + tap] = Math.trunc(0.5 + (weight / total) * (1 << PRECISION_BITS))
  }
  return { starts, counts, weights, width }
}

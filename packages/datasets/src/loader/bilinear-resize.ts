/** Bilinear enlarging. */

/**
 * A function that resizes images of `[h, w, c]` to `[height, width, c]`. Output pixel d lies at
 * (d + ½) · in / out − ½ of the input, clamped to its edge, between the two pixels next to it.
 *
 * @see torch.nn.functional.interpolate, mode 'bilinear', align_corners=False
 */
export function bilinearResize(
  [h, w, c]: readonly [h: number, w: number, c: number],
  [height, width]: readonly [height: number, width: number],
): (image: Float32Array, output: Float32Array) => void {
  const rows = taps(h, height, 1)
  const columns = taps(w, width, c)
  return (image, output) => {
    let to = 0
    for (let y = 0; y < height; y++) {
      const top = (rows.low[y] as number) * w * c
      const bottom = (rows.high[y] as number) * w * c
      const down = rows.weight[y] as number
      for (let x = 0; x < width * c; x++) {
        const left = columns.low[x] as number
        const right = columns.high[x] as number
        const across = columns.weight[x] as number
        const above = mix(image[top + left] as number, image[top + right] as number, across)
        const below = mix(image[bottom + left] as number, image[bottom + right] as number, across)
        output[to++] = mix(above, below, down)
      }
    }
  }
}

function mix(a: number, b: number, weightOfB: number): number {
  return a + (b - a) * weightOfB
}

/** Where on its axis each output value, `channels` per pixel, finds its two neighbours, and the second one's weight. */
function taps(from: number, to: number, channels: number) {
  const [low, high] = [new Int32Array(to * channels), new Int32Array(to * channels)]
  const weight = new Float64Array(to * channels)
  for (let i = 0; i < to * channels; i++) {
    const channel = i % channels
    const position = Math.max(0, ((Math.floor(i / channels) + 0.5) * from) / to - 0.5)
    const first = Math.floor(position)
    low[i] = first * channels + channel
    high[i] = Math.min(first + 1, from - 1) * channels + channel
    weight[i] = position - first
  }
  return { low, high, weight }
}

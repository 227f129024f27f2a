/** A tiny imbalanced problem: rings among disks, in noise. */
import { type RandomStream, randomStream } from '@deepauc/random'

/** Height and width of an image. */
export const side = 16

export interface Images {
  /** `[n, side, side]` in a row, dark around 0 and bright around 1. */
  readonly pixels: Float32Array
  /** 1 for a ring, 0 for a disk; the rings come first. */
  readonly labels: Float32Array
  readonly positives: number
}

/** The same images for the same seed and purpose, of which the share `imratio` are rings. */
export function drawImages(
  count: number,
  { seed, purpose, imratio }: { seed: number; purpose: string; imratio: number },
): Images {
  const positives = Math.round(imratio * count)
  const pixels = new Float32Array(count * side ** 2)
  for (let sample = 0; sample < count; sample++) {
    const image = pixels.subarray(sample * side ** 2, (sample + 1) * side ** 2)
    draw(image, sample < positives, randomStream({ seed, purpose, sample }))
  }
  const labels = Float32Array.from({ length: count }, (_, i) => (i < positives ? 1 : 0))
  return { pixels, labels, positives }
}

function draw(image: Float32Array, isRing: boolean, { uniform, normal }: RandomStream): void {
  const [x, y] = [0, 0].map(() => side / 2 + 4 * uniform() - 2.5) as [number, number]
  const radius = 3.5 + 1.5 * uniform()
  const hole = isRing ? 0.5 * radius : -1
  const brightness = 0.5 + 0.3 * uniform()
  for (let i = 0; i < image.length; i++) {
    const distance = Math.hypot((i % side) - x, Math.floor(i / side) - y)
    const isInk = distance < radius && distance > hole
    image[i] = (isInk ? brightness : 0.1) + 0.25 * normal()
  }
}

/** Batch normalisation in float64, from its definition. */
import { EPSILON, type Surroundings } from './batch-norm-graphs.ts'

type Numbers = ArrayLike<number>

/** What a graph of batch-norm-graphs.ts computes; `positive` tells where its y, which rounding may take to 0, was above that. */
export function batchNormReference(
  [x, residual, dy1, dy2, scale, offset]: readonly [
    Numbers,
    Numbers,
    Numbers,
    Numbers,
    Numbers,
    Numbers,
  ],
  around: Surroundings,
  positive: (i: number) => boolean,
): number[][] {
  const channels = scale.length
  const pixels = x.length / channels
  const all = Array.from({ length: x.length }, (_, i) => i)
  const means = (f: (i: number) => number) => {
    const sums = new Float64Array(channels)
    for (const i of all) sums[i % channels]! += f(i)
    return [...sums].map((sum) => sum / pixels)
  }
  const mean = means((i) => x[i]!)
  const variance = means((i) => (x[i]! - mean[i % channels]!) ** 2)
  const inverse = variance.map((value) => 1 / Math.sqrt(value + EPSILON))
  const normalised = all.map((i) => (x[i]! - mean[i % channels]!) * inverse[i % channels]!)
  const y = all.map((i) => {
    const value = normalised[i]! * scale[i % channels]! + offset[i % channels]!
    const sum = value + (around.residual ? residual[i]! : 0)
    return around.relu ? Math.max(sum, 0) : sum
  })

  const g = all.map((i) => {
    const dy = dy1[i]! + (around.two ? dy2[i]! : 0)
    return around.relu && !positive(i) ? 0 : dy
  })
  const meanG = means((i) => g[i]!)
  const meanGX = means((i) => g[i]! * normalised[i]!)
  const dx = all.map((i) => {
    const c = i % channels
    return scale[c]! * inverse[c]! * (g[i]! - meanG[c]! - normalised[i]! * meanGX[c]!)
  })
  const unbiased = variance.map((value) => (value * pixels) / Math.max(pixels - 1, 1))
  const [dScale, dOffset] = [meanGX, meanG].map((of) => of.map((value) => value * pixels))
  return [y, mean, unbiased, dx, dScale!, dOffset!, ...(around.shared ? [g] : [])]
}

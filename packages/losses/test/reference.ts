/** The formulas in plain double precision, written from the paper, and finite differences of them. */

export type Scalars = { a: number; b: number; alpha: number }

/** Eqs. 2-3 of the paper, example by example; p = undefined is the form without a prior. */
export function saddle(
  labels: readonly number[],
  scores: readonly number[],
  { a, b, alpha }: Scalars,
  { margin = 1, p }: { margin?: number; p?: number },
): number {
  const n = labels.length
  if (p === undefined) {
    const f = (y: number) => scores.filter((_, i) => labels[i] === y)
    const mean = (values: number[]) => values.reduce((s, v) => s + v, 0) / values.length
    const [positives, negatives] = [f(1), f(0)]
    return (
      mean(positives.map((v) => (v - a) ** 2)) +
      mean(negatives.map((v) => (v - b) ** 2)) +
      2 * alpha * (margin + mean(negatives) - mean(positives)) -
      alpha ** 2
    )
  }
  let sum = 0
  for (const [i, f] of scores.entries()) {
    const positive = labels[i] === 1 ? 1 : 0
    const negative = 1 - positive
    sum +=
      (1 - p) * (f - a) ** 2 * positive +
      p * (f - b) ** 2 * negative -
      p * (1 - p) * alpha ** 2 +
      2 * alpha * (p * (1 - p) * margin + p * f * negative - (1 - p) * f * positive)
  }
  return sum / n
}

/** Mean over all pairs of (margin − (f₊ − f₋))². */
export function pairwiseSquare(
  labels: readonly number[],
  scores: readonly number[],
  margin: number,
): number {
  const positives = scores.filter((_, i) => labels[i] === 1)
  const negatives = scores.filter((_, i) => labels[i] === 0)
  const losses = positives.flatMap((f) => negatives.map((g) => (margin - (f - g)) ** 2))
  return losses.reduce((s, v) => s + v, 0) / losses.length
}

/** Central differences of f at x, O(h⁴). */
export function derivatives(f: (x: number[]) => number, x: readonly number[]): number[] {
  const h = 1e-3
  return x.map((_, i) => {
    const at = (shift: number) => f(x.map((v, j) => (i === j ? v + shift : v)))
    return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)
  })
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/** max|actual − expected| / max|expected| */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const difference = Array.from(expected, (v, i) => Math.abs(v - (actual[i] ?? Number.NaN)))
  const scale = Math.max(...Array.from(expected, Math.abs))
  return Math.max(...difference) / (scale || 1)
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, v) => sum + v, 0) / values.length

/** Σ w ℓ / Σ w over examples, the weight by class. */
export const weightedMean = (
  labels: readonly number[],
  losses: readonly number[],
  classWeights: readonly number[],
): number => {
  const weights = labels.map((y) => classWeights[y]!)
  return mean(losses.map((l, i) => l * weights[i]!)) / mean(weights)
}

/** −log of the probability of the true class, binary. */
export const binaryLosses = (labels: readonly number[], logits: readonly number[]): number[] =>
  logits.map((f, i) => Math.log1p(Math.exp(labels[i] === 1 ? -f : f)))

/** −log of the probability of the true class, softmax; logits row by row. */
export function softmaxLosses(labels: readonly number[], logits: readonly number[]): number[] {
  const classes = logits.length / labels.length
  return labels.map((y, i) => {
    const row = logits.slice(classes * i, classes * (i + 1))
    return Math.log(row.reduce((sum, z) => sum + Math.exp(z), 0)) - row[y]!
  })
}

export const focal = (losses: readonly number[], gamma: number): number[] =>
  losses.map((l) => (1 - Math.exp(-l)) ** gamma * l)

/** ℓ of every pair: one row per positive, one column per negative. */
export function pairLosses(
  labels: readonly number[],
  scores: readonly number[],
  surrogate: (t: number) => number,
): number[][] {
  const negatives = scores.filter((_, j) => labels[j] === 0)
  return scores.filter((_, i) => labels[i] === 1).map((f) => negatives.map((g) => surrogate(f - g)))
}

export const surrogates: Record<string, (margin: number) => (t: number) => number> = {
  squared: (margin) => (t) => (margin - t) ** 2,
  squaredHinge: (margin) => (t) => Math.max(0, margin - t) ** 2,
  logistic: (margin) => (t) => Math.log(1 + Math.exp(-margin * t)),
}

/** Mean over positives of min over s of s + mean max(0, ℓ − s)/β: piecewise linear, so that the minimum is at some ℓ. */
export const cvar = (rows: readonly number[][], beta: number): number =>
  mean(
    rows.map((row) =>
      Math.min(...row.map((s) => s + mean(row.map((l) => Math.max(0, l - s))) / beta)),
    ),
  )

/** Mean over positives of λ log mean exp(ℓ/λ). */
export const klDro = (rows: readonly number[][], temperature: number): number =>
  mean(rows.map((row) => temperature * Math.log(mean(row.map((l) => Math.exp(l / temperature))))))

/** Placements: how each sample ranks against the other class, what DeLong's variance is made of. */
import { checkInputs } from './check-inputs.ts'
import { forEachScore, type SortedClass, sortedClass } from './sorted-classes.ts'

/** Counts of pairs, a tie counting ½: exact in floating point. */
export interface Placements {
  /** `[positives]`, in the order of the input: how many negatives score lower. */
  readonly positive: Float64Array
  /** `[negatives]`, in the order of the input: how many positives score higher. */
  readonly negative: Float64Array
}

/**
 * @see Sun and Xu, Fast implementation of DeLong's algorithm, IEEE Signal Processing Letters 21(11), 2014
 * @throws RangeError for inputs that `rocAuc` refuses
 */
export function placements(labels: ArrayLike<number>, scores: ArrayLike<number>): Placements {
  const numbers = checkInputs(labels, scores)
  const positive = sortedClass(labels, numbers, 1)
  const negative = sortedClass(labels, numbers, 0)
  const all = new Float64Array(labels.length)
  forEachScore(positive.scores, negative.scores, (p0, p1, n0, n1) => {
    fill(all, positive, p0, p1, (n0 + n1) / 2)
    fill(all, negative, n0, n1, positive.samples.length - (p0 + p1) / 2)
  })
  return {
    positive: all.filter((_, i) => labels[i] === 1),
    negative: all.filter((_, i) => labels[i] === 0),
  }
}

function fill(to: Float64Array, group: SortedClass, start: number, end: number, value: number) {
  for (let i = start; i < end; i++) to[group.samples[i] as number] = value
}

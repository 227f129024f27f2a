/** Scores sorted within each class, and the walk over both that every metric is made of. */
import { ascendingOrder, type Scores, sortAscending } from './sort.ts'

/** One class. */
export interface SortedClass {
  /** Ascending. */
  readonly scores: Scores
  /** The index of each score in the input. */
  readonly samples: Uint32Array
}

/** The scores of one class, ascending. `label` is 0 or 1. */
export function classScores(labels: ArrayLike<number>, scores: Scores, label: number): Scores {
  const chosen = emptyLike(scores, scores.length)
  let count = 0
  for (let i = 0; i < scores.length; i++)
    if (labels[i] === label) chosen[count++] = scores[i] as number
  return sortAscending(chosen.subarray(0, count))
}

/** The scores of one class, ascending, and which samples they belong to: slower than `classScores`. */
export function sortedClass(labels: ArrayLike<number>, scores: Scores, label: number): SortedClass {
  const members = classSamples(labels, label)
  const order = ascendingOrder(gather(scores, members))
  const samples = order.map((i) => members[i] as number)
  return { scores: gather(scores, samples), samples }
}

/**
 * Calls `visit` once for every distinct score, from the highest to the lowest: positives
 * `positiveStart` … `positiveEnd` − 1 and negatives `negativeStart` … `negativeEnd` − 1 have it.
 */
export function forEachScore(
  positive: Scores,
  negative: Scores,
  visit: (
    positiveStart: number,
    positiveEnd: number,
    negativeStart: number,
    negativeEnd: number,
  ) => void,
): void {
  let p = positive.length
  let n = negative.length
  while (p > 0 || n > 0) {
    const score = Math.max(highest(positive, p), highest(negative, n))
    const positiveEnd = p
    const negativeEnd = n
    p = countBelow(positive, p, score)
    n = countBelow(negative, n, score)
    visit(p, positiveEnd, n, negativeEnd)
  }
}

/** The indices of the samples of one class, ascending. */
export function classSamples(labels: ArrayLike<number>, label: number): Uint32Array {
  const samples = new Uint32Array(labels.length)
  let count = 0
  for (let i = 0; i < labels.length; i++) if (labels[i] === label) samples[count++] = i
  return samples.subarray(0, count)
}

/** The scores of `samples`, in their order. */
export function gather(scores: Scores, samples: Uint32Array): Scores {
  const gathered = emptyLike(scores, samples.length)
  for (let i = 0; i < samples.length; i++) gathered[i] = scores[samples[i] as number] as number
  return gathered
}

function highest(scores: Scores, count: number): number {
  return count > 0 ? (scores[count - 1] as number) : Number.NEGATIVE_INFINITY
}

/** How many of the first `count` scores are below `score`, which none of them exceeds. */
function countBelow(scores: Scores, count: number, score: number): number {
  let below = count
  while (below > 0 && scores[below - 1] === score) below--
  return below
}

function emptyLike(scores: Scores, length: number): Scores {
  return scores instanceof Float32Array ? new Float32Array(length) : new Float64Array(length)
}

/** The walk over thresholds that precision, recall and what is made of them share. */
import { forEachScore } from './sorted-classes.ts'
import type { WeightedClass } from './weighted-classes.ts'

/**
 * Calls `visit` once for every distinct score with weight, from the highest to the lowest, with the weights of the
 * positives and of the negatives that score as much or more.
 */
export function forEachThreshold(
  { positive, negative }: { positive: WeightedClass; negative: WeightedClass },
  visit: (truePositives: number, falsePositives: number, threshold: number) => void,
): void {
  let last = 0
  forEachScore(positive.scores, negative.scores, (p, positiveEnd, n) => {
    const truePositives = positive.above(p) * positive.unit
    const falsePositives = negative.above(n) * negative.unit
    if (truePositives + falsePositives === last) return
    last = truePositives + falsePositives
    const threshold = p < positiveEnd ? positive.scores[p] : negative.scores[n]
    visit(truePositives, falsePositives, threshold as number)
  })
}

/** The checks that every metric starts with. */
import type { Scores } from './sort.ts'

/**
 * `scores` as a typed array, after checking that there is one number per label and that both classes occur.
 *
 * @throws RangeError if lengths differ, a label is not 0 or 1, a score is NaN, or a class is missing
 */
export function checkInputs(labels: ArrayLike<number>, scores: ArrayLike<number>): Scores {
  checkLength('scores', scores, labels)
  checkLabels(labels)
  const numbers = asFloats(scores)
  for (let i = 0; i < numbers.length; i++)
    if (Number.isNaN(numbers[i]))
      throw new RangeError(`scores must be numbers, got NaN at index ${i}`)
  return numbers
}

/** @throws RangeError if `values` has not one entry per label */
export function checkLength(
  name: string,
  values: ArrayLike<unknown>,
  labels: ArrayLike<unknown>,
): void {
  if (values.length !== labels.length)
    throw new RangeError(`${labels.length} labels but ${values.length} ${name}`)
}

function asFloats(scores: ArrayLike<number>): Scores {
  if (scores instanceof Float32Array || scores instanceof Float64Array) return scores
  return new Float64Array(scores)
}

function checkLabels(labels: ArrayLike<number>): void {
  let positives = 0
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]
    if (label !== 0 && label !== 1)
      throw new RangeError(`labels must be 0 or 1, got ${label} at index ${i}`)
    positives += label
  }
  if (positives === 0) throw new RangeError('labels hold no positives: both classes are needed')
  if (positives === labels.length)
    throw new RangeError('labels hold no negatives: both classes are needed')
}

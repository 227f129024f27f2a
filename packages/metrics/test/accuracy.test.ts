import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accuracy, balancedAccuracy, rocCurve } from '../src/index.ts'
import { curves } from './curves.ts'
import { columns, samples } from './samples.ts'

test.each(curves.cases)('equals scikit-learn: $name', ({ labels, scores, accuracies }) => {
  for (const { threshold, ...known } of accuracies) {
    expect(accuracy(labels, scores, { threshold })).toBeCloseTo(known.accuracy, 15)
    expect(balancedAccuracy(labels, scores, { threshold })).toBeCloseTo(known.balanced, 15)
  }
})

test('follows from the rates at a threshold of the ROC curve', () => {
  fc.assert(
    fc.property(samples(), (list) => {
      const { labels, scores } = columns(list)
      const curve = rocCurve(labels, scores)
      const positives = labels.reduce((sum, label) => sum + label, 0)
      curve.thresholds.subarray(1).forEach((threshold, i) => {
        const hits = curve.truePositiveRate[i + 1]!
        const specificity = 1 - curve.falsePositiveRate[i + 1]!
        const right = hits * positives + specificity * (labels.length - positives)
        expect(accuracy(labels, scores, { threshold })).toBeCloseTo(right / labels.length, 13)
        expect(balancedAccuracy(labels, scores, { threshold })).toBeCloseTo(
          (hits + specificity) / 2,
          13,
        )
      })
    }),
  )
})

test('the default threshold is ½, which counts as positive', () => {
  const labels = [0, 1, 0, 1]
  const scores = [0.49, 0.5, 0.5, 0.51]
  expect(accuracy(labels, scores)).toBe(0.75)
  expect(balancedAccuracy(labels, scores)).toBe(0.75)
  expect(accuracy(labels, scores, { threshold: Number.POSITIVE_INFINITY })).toBe(0.5)
})

test('refuse a missing class, NaN scores and a threshold that is NaN', () => {
  for (const metric of [accuracy, balancedAccuracy]) {
    expect(() => metric([1, 1], [0, 1])).toThrow('no negatives')
    expect(() => metric([0, 1], [0, Number.NaN])).toThrow('NaN at index 1')
    expect(() => metric([0, 1], [0, 1], { threshold: Number.NaN })).toThrow('threshold')
  }
})

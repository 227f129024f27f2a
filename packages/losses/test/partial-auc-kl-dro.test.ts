import { describe, expect, test } from 'vitest'
import { pairwiseAuc, partialAucCvar, partialAucKlDro } from '../src/index.ts'
import { labels, scores } from './batches.ts'
import { conformance, evaluate } from './conformance.ts'
import { klDro, pairLosses, sigmoid, surrogates } from './reference.ts'

describe.each(['squaredHinge', 'logistic'] as const)('%s', (surrogate) => {
  describe.each([0.1, 1, 10])('temperature %d', (temperature) => {
    const options = { surrogate, margin: 0.7, temperature }
    conformance('partialAucKlDro', {
      loss: (y, f) => partialAucKlDro(y, f, options),
      reference: (y, f) =>
        klDro(pairLosses(y, f.map(sigmoid), surrogates[surrogate]!(0.7)), temperature),
      labels,
      scores,
    })
  })
})

test('a low temperature leaves the hardest negative, a high one the mean over all', () => {
  const at = (temperature: number) =>
    evaluate((y, f) => partialAucKlDro(y, f, { temperature }), labels, scores).value
  const hardest = evaluate(
    (y, f) => partialAucCvar(y, f, { maxFalsePositiveRate: 0.01 }),
    labels,
    scores,
  )
  expect(at(1e-4)).toBeCloseTo(hardest.value, 3)
  expect(at(1e3)).toBeCloseTo(evaluate(pairwiseAuc, labels, scores).value, 3)
})

test('exponents far beyond the range of a float are exact', () => {
  const options = { temperature: 0.01, surrogate: 'logistic', scoreTransform: 'none' } as const
  const { value, gradient } = evaluate(
    (y, f) => partialAucKlDro(y, f, options),
    [1, 0, 0],
    [-300, 500, -300],
  )
  expect(value).toBeCloseTo(800 + 0.01 * Math.log(0.5), 3)
  expect(gradient).toEqual([-1, 1, 0])
})

test.each([0, -1, Number.NaN])('refuses the temperature %d', (temperature) => {
  expect(() => evaluate((y, f) => partialAucKlDro(y, f, { temperature }), labels, scores)).toThrow(
    'temperature must be > 0',
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stratifiedSplit } from '../src/index.ts'

const labels = Uint8Array.from({ length: 1000 }, (_, row) => (row % 10 === 0 ? 1 : 0))
const positives = (rows: Int32Array) => rows.filter((row) => labels[row] === 1).length

test.each([{ fraction: 0.2 }, { count: 200 }])('sets %o aside', (size) => {
  const { train, validation } = stratifiedSplit(labels, { ...size, seed: 1 })
  expect([train.length, validation.length]).toEqual([800, 200])
  expect([positives(train), positives(validation)]).toEqual([80, 20])
  expect([...train, ...validation].sort((a, b) => a - b)).toEqual([...labels.keys()])
})

test('is a function of the seed', () => {
  const split = (seed: number) => stratifiedSplit(labels, { count: 100, seed }).validation
  expect(split(1)).toEqual(split(1))
  expect(split(1)).not.toEqual(split(2))
})

test('every row is as likely to be set aside', () => {
  const few = Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 1, 1)
  const counts = Array(9).fill(0)
  for (let seed = 0; seed < 3000; seed++)
    for (const row of stratifiedSplit(few, { count: 3, seed }).validation) counts[row]++
  // Five standard deviations of a binomial count of 3000 at 1/3.
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(5 * 26)
})

test('splits any classes in proportion, or says why not', () => {
  const anyLabels = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 60 })
  fc.assert(
    fc.property(anyLabels, fc.integer({ min: 1, max: 60 }), (labels, count) => {
      let split: ReturnType<typeof stratifiedSplit>
      try {
        split = stratifiedSplit(labels, { count, seed: 0 })
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
        return
      }
      expect(split.validation.length).toBe(count)
      expect(split.train.length).toBe(labels.length - count)
      for (const label of new Set(labels)) {
        const size = labels.filter((other) => other === label).length
        const aside = split.validation.filter((row) => labels[row] === label).length
        expect(aside).toBeGreaterThan(0)
        expect(aside).toBeLessThan(size)
        expect(Math.abs(aside - (size * count) / labels.length)).toBeLessThan(1)
      }
    }),
  )
})

test.each([
  [{ count: 4 }, /class 1 \(100 rows\) would be missing from the validation part; set more/],
  [{ count: 996 }, /class 1 \(100 rows\) would be missing from the training part; set fewer/],
  [{ count: 0 }, /cannot set 0 of 1000 rows aside/],
  [{ count: 1.5 }, /cannot set 1.5 of 1000 rows aside/],
  [{ fraction: 1 }, /cannot set 1000 of 1000/],
  [{ fraction: Number.NaN }, /cannot set NaN/],
])('refuses %o', (size, problem) => {
  expect(() => stratifiedSplit(labels, { ...size, seed: 0 })).toThrow(RangeError)
  expect(() => stratifiedSplit(labels, { ...size, seed: 0 })).toThrow(problem)
})

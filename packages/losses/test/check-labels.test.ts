import { expect, test } from 'vitest'
import { assertBinaryLabels, assertBothClasses } from '../src/index.ts'

test('accepts both classes', () => {
  expect(() => assertBothClasses(new Float32Array([0, 1, 0]))).not.toThrow()
})

test.each([
  [[1, 1], 'no negative example'],
  [[0], 'no positive example'],
  [[], 'no positive example'],
  [[0, 1, 2], 'got 2 at index 2'],
  [[0, Number.NaN], 'got NaN at index 1'],
])('refuses %o', (labels, message) => {
  expect(() => assertBothClasses(labels)).toThrow(message)
})

test('one class alone is binary', () => {
  expect(() => assertBinaryLabels([1, 1])).not.toThrow()
})

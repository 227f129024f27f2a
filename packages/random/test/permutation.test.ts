import { expect, test } from 'vitest'
import { permutation, randomStream } from '../src/index.ts'

test.each([0, 1, 2, 1000])('holds each of %d indices once', (length) => {
  const order = permutation(length, randomStream({ seed: 7, purpose: 'order' }))
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i))
})

test('every order of three is equally likely', () => {
  const counts = new Map<string, number>()
  for (let sample = 0; sample < 6000; sample++) {
    const name = permutation(3, randomStream({ seed: 7, purpose: 'order', sample })).join()
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  expect(counts.size).toBe(6)
  const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0)
  expect(chiSquare).toBeLessThan(25.7) // 5 degrees of freedom, p = 1e-4
})

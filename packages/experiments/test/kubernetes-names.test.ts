import { basename, resolve } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sweepName } from '../src/sweep/kubernetes/sweep-name.ts'

test('is the name of the folder where that can be', () => {
  expect(sweepName('runs/laptop')).toBe('deepauc-laptop')
  expect(sweepName('/a/hard-10/')).toBe('deepauc-hard-10')
})

test('keeps apart what differs only by letters that it has to change', () => {
  expect(sweepName('CT 1 %')).toMatch(/^deepauc-ct-1-[0-9a-f]{6}$/)
  const names = ['ct-1', 'CT-1', 'ct 1', 'ct_1', 'ct-1-', 'größe', '大', '/', `${'a'.repeat(99)}b`]
  const label = /^deepauc(-[a-z0-9]+)+$/
  for (const name of names) expect(sweepName(name)).toMatch(label)
  expect(new Set(names.map(sweepName)).size).toBe(names.length)
})

test('of any folders: a DNS label with room for -files or an index, and another for another folder', () => {
  // RFC 1123: letters, digits and hyphens, none at the ends, 63 at most.
  const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
  const folder = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }),
    fc.string({ unit: fc.constantFrom('a', 'A', '-', '.', ' ', '1'), maxLength: 60 }),
  )
  fc.assert(
    fc.property(folder, folder, (a, b) => {
      for (const each of [a, b]) {
        expect(`${sweepName(each)}-files`).toMatch(label)
        expect(sweepName(each).length).toBeLessThanOrEqual(45)
      }
      const isSame = basename(resolve(a)) === basename(resolve(b))
      expect(sweepName(a) === sweepName(b)).toBe(isSame)
    }),
    { seed: 1, numRuns: 500 },
  )
})

import { expect, test } from 'vitest'
import { mutants } from './mutants.ts'

// A Buffer, as files are read to: its slices share memory.
const bytes = Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7) % 251))

test('mutants are the same for a seed, differ from the file, and leave it alone', () => {
  const before = Buffer.from(bytes)
  const some = [...mutants(bytes, 100, 1)]
  expect([...mutants(bytes, 100, 1)]).toEqual(some)
  expect([...mutants(bytes, 100, 2)]).not.toEqual(some)
  expect(bytes).toEqual(before)
  expect(new Set(some.map((mutant) => Buffer.from(mutant).toString('hex'))).size).toBeGreaterThan(
    90,
  )
  const different = some.filter((mutant) => !Buffer.from(mutant).equals(bytes))
  expect(different.length).toBeGreaterThan(95)
  expect(some.some(({ length }) => length < bytes.length)).toBe(true)
  expect(some.some(({ length }) => length === bytes.length)).toBe(true)
  expect(some.some(({ length }) => length > bytes.length)).toBe(true)
})

test('an empty file has mutants too', () => {
  expect([...mutants(new Uint8Array(), 200, 0)]).toHaveLength(200)
})

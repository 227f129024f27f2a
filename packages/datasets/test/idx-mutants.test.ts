import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { fuzzCount } from '../../../test/fuzz-count.ts'
import { readIdx } from '../src/formats/idx.ts'
import { fileOf, idxBytes, temporaryFolder } from './files.ts'
import { readOrRefuse } from './fixtures.ts'
import { mutants } from './mutants.ts'

const content = idxBytes(
  [5, 6, 7],
  Array.from({ length: 210 }, (_, i) => i),
)

test('a damaged IDX file is refused, or read as it then is', async () => {
  const folder = temporaryFolder()
  let read = 0
  for (const mutant of mutants(content, fuzzCount(2000), 1)) {
    const result = await readOrRefuse(() => readIdx(fileOf(mutant, 'mutant', folder)))
    if (!result) continue
    read++
    expect(idxBytes([...result.shape], result.data)).toEqual(mutant)
  }
  expect(read).toBeGreaterThan(fuzzCount(100))
})

test('a damaged gzip file is refused, or still holds the same', async () => {
  const folder = temporaryFolder()
  for (const mutant of mutants(gzipSync(content), fuzzCount(2000), 2)) {
    const result = await readOrRefuse(() => readIdx(fileOf(mutant, 'mutant', folder)))
    if (result) expect(idxBytes([...result.shape], result.data)).toEqual(content)
  }
})

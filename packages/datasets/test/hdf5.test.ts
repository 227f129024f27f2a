import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { fuzzCount } from '../../../test/fuzz-count.ts'
import { DataError } from '../src/data-error.ts'
import { type Hdf5, startHdf5 } from '../src/formats/hdf5.ts'
import { fileOf, temporaryFolder } from './files.ts'
import { mutants } from './mutants.ts'

const fixture = join(import.meta.dirname, 'fixtures/hdf5/kinds.h5')

async function thread(): Promise<Hdf5> {
  const hdf5 = await startHdf5()
  onTestFinished(() => hdf5.close())
  return hdf5
}

describe('startHdf5', () => {
  test.each([
    ['plain', 1],
    ['packed', 2],
  ])('reads the rows that h5py wrote: %s', async (name, chunkRows) => {
    const array = await (await thread()).open(fixture, name)
    expect(array.shape).toEqual([4, 3, 2])
    expect(array.chunkRows).toBe(chunkRows)
    expect([...(await array.rows(1, 3))]).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17])
    await expect(array.rows(3, 5)).rejects.toThrow(
      /kinds\.h5: does not hold rows 3 to 4 of 4 × 3 × 2/,
    )
    await array.close()
  })

  test('refuses what is no array of bytes', async () => {
    const hdf5 = await thread()
    const refused: Record<string, RegExp> = {
      none: /holds no array "none"/,
      group: /holds no array "group"/,
      link: /holds no array "link"/,
      floats: /something other than an array of unsigned bytes as "floats"/,
      signed: /unsigned bytes as "signed"/,
      wide: /unsigned bytes as "wide"/,
      texts: /unsigned bytes as "texts"/,
      scalar: /unsigned bytes as "scalar"/,
      empty: /unsigned bytes as "empty"/,
      chunk: /declares chunks of 524288 × 1024 bytes/,
    }
    for (const [name, problem] of Object.entries(refused)) {
      const error = await hdf5.open(fixture, name).catch((error: unknown) => error)
      expect(error).toBeInstanceOf(DataError)
      expect(error).toMatchObject({ file: fixture, message: expect.stringMatching(problem) })
    }
  })

  test('refuses what is no HDF5 file', async () => {
    const hdf5 = await thread()
    const open = (content: Uint8Array) => hdf5.open(fileOf(content), 'plain')
    const signature = /cannot be read as HDF5 \(file signature not found\)/
    await expect(open(Buffer.from('<html>404</html>'))).rejects.toThrow(signature)
    await expect(open(Buffer.alloc(0))).rejects.toThrow(signature)
    const cut = readFileSync(fixture).subarray(0, 9000)
    await expect(open(cut)).rejects.toThrow(/cannot be read as HDF5 \(truncated file/)
    const missing = join(temporaryFolder(), 'x.h5')
    await expect(hdf5.open(missing, 'x')).rejects.toThrow(/x\.h5: does not exist/)
  })

  test('answers what was asked before it was closed with an error', async () => {
    const hdf5 = await startHdf5()
    const array = await hdf5.open(fixture, 'plain')
    const rows = Promise.all([0, 1, 2].map((row) => array.rows(row, row + 1)))
    const outcome = rows.catch((error: unknown) => error)
    await hdf5.close()
    expect(Array.isArray(await outcome) || (await outcome) instanceof DataError).toBe(true)
    await expect(array.rows(0, 1)).rejects.toThrow(/cannot be read: its reader is closed/)
  })

  test.each(['plain', 'packed'])('reads or refuses damaged files: %s', async (name) => {
    const folder = temporaryFolder()
    let [read, number] = [0, 0]
    const all = [...mutants(new Uint8Array(readFileSync(fixture)), fuzzCount(2000), 5)]
    // A broken library only refuses: each thread gets no more than it can spoil.
    while (all.length > 0) {
      const hdf5 = await startHdf5()
      for (const mutant of all.splice(0, 250)) {
        // The library takes a file that it could not close for the same as before.
        const file = fileOf(mutant, `${number++}.h5`, folder)
        const rows = await firstRows(hdf5, file, name).catch((error: unknown) => error)
        if (rows instanceof Error) expect(rows).toBeInstanceOf(DataError)
        else read++
      }
      await hdf5.close()
    }
    expect(read).toBeGreaterThan(fuzzCount(100))
    expect(read).toBeLessThan(1900)
  })
})

async function firstRows(hdf5: Hdf5, file: string, name: string): Promise<void> {
  const { shape, rows, close } = await hdf5.open(file, name)
  const [count = 0, ...rest] = shape
  const asked = Math.min(count, 4)
  const size = rest.reduce((product, length) => product * length, asked)
  // A file may say that it holds much more than is in it, all zeros.
  if (size < 2 ** 24) expect(await rows(0, asked)).toHaveLength(size)
  await close()
}

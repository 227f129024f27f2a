import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fuzzCount } from '../../../test/fuzz-count.ts'
import { DataError } from '../src/data-error.ts'
import { readNpyHeader, readNpyNumbers, readNpyPixels } from '../src/formats/npy.ts'
import { hasPlainRows, openNpyRows } from '../src/formats/npy-rows.ts'
import { type NpySource, npyFile } from '../src/formats/npy-source.ts'
import { fileOf, temporaryFolder } from './files.ts'
import { expectedArrays, fixture, readOrRefuse } from './fixtures.ts'
import { mutants } from './mutants.ts'

type Expected = { shape: number[]; data: number[] }
const arrays = Object.entries<Expected>(expectedArrays.npy)
const open = (name: string) => npyFile(fixture('npy', `${name}.npy`))

/** The bytes as a source that gives them in pieces. */
function inPieces(bytes: Uint8Array, length: number): NpySource {
  return {
    file: 'pieces.npy',
    size: bytes.length,
    async *chunks() {
      for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
    },
  }
}

/** An npy file with the given dictionary. */
function npyOf(dictionary: string, data: ArrayLike<number> = []): Buffer {
  const start = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${dictionary}\n`, 'latin1')
  start.writeUInt16LE(dictionary.length + 1, 8)
  return Buffer.concat([start, Buffer.from(Array.from(data))])
}

describe('npy', () => {
  test.each(arrays)('reads numbers: %s', async (name, { shape, data }) => {
    const numbers = await readNpyNumbers(await open(name))
    expect(numbers.shape).toEqual(shape)
    expect([...numbers.data]).toEqual(data)
  })

  test.each(arrays)(
    'reads pixels, or says which number is none: %s',
    async (name, { shape, data }) => {
      const reading = readNpyPixels(await open(name))
      const wrong = data.find((value) => !(Number.isInteger(value) && value >= 0 && value <= 255))
      if (wrong !== undefined) {
        const problem = `holds ${wrong} (byte `
        await expect(reading).rejects.toMatchObject({
          code: 'data',
          message: expect.stringContaining(problem),
        })
        return
      }
      const pixels = await reading
      expect(pixels.shape).toEqual(shape)
      expect([...pixels.data]).toEqual(data)
      expect(pixels.data.buffer).toBeInstanceOf(SharedArrayBuffer)
    },
  )

  test('names the byte of the number that is no pixel', async () => {
    const reading = readNpyPixels(await open('f8-parts'))
    await expect(reading).rejects.toThrow(
      /holds 5\.5 \(byte 136\), not a whole number from 0 to 255/,
    )
  })

  test.each([1, 3, 7, 100])('reads pieces of %d bytes', async (length) => {
    const bytes = readFileSync(fixture('npy', 'i4-big-endian.npy'))
    const { data } = await readNpyNumbers(inPieces(bytes, length))
    expect([...data]).toEqual(expectedArrays.npy['i4-big-endian'].data)
  })

  test.each([
    ['text', 'text', /elements of type "<U1", not numbers/],
    ['objects, which are pickles', 'objects', /elements of type "\|O"/],
    ['structures', 'structure', /elements of type "a structure"/],
    ['nothing in a dimension', 'empty', /declares the shape \(3, 0\)/],
    ['no dimension', 'scalar', /declares the shape \(\)/],
  ])('refuses %s', async (_, name, problem) => {
    await expect(readNpyHeader(await open(name))).rejects.toThrow(DataError)
    await expect(readNpyHeader(await open(name))).rejects.toThrow(problem)
  })

  const fields = "'descr': '|u1', 'fortran_order': False"
  test.each([
    ['another file', Buffer.from('<html>'), /is not an npy file/],
    ['an empty file', Buffer.alloc(0), /ends at byte 0, inside its header/],
    [
      'half a header',
      npyOf(`{${fields}, 'shape': (2,), }`).subarray(0, 20),
      /ends at byte 20, inside/,
    ],
    ['data cut short', npyOf(`{${fields}, 'shape': (2,), }`, [1]), /ends at byte \d+ of \d+\./],
    [
      'data that go on',
      npyOf(`{${fields}, 'shape': (2,), }`, [1, 2, 3]),
      /goes on after byte \d+, where its data should end/,
    ],
    [
      '10¹² numbers',
      npyOf(`{${fields}, 'shape': (1000000, 1000000), }`, [1]),
      /ends at byte \d+ of 10{6,}/,
    ],
    [
      '2¹⁰⁰ numbers',
      npyOf(`{${fields}, 'shape': (${2 ** 50}, ${2 ** 50}), }`),
      /declares 1125899906842624 × /,
    ],
    ['a negative size', npyOf(`{${fields}, 'shape': (-2,), }`), /no readable "shape"/],
    ['no shape', npyOf(`{${fields}}`), /no readable "shape"/],
    ['no type', npyOf("{'fortran_order': False, 'shape': (2,)}"), /no readable "descr"/],
    ['no order', npyOf("{'descr': '|u1', 'shape': (2,)}"), /no readable "fortran_order"/],
    [
      'a later version',
      Buffer.from('\x93NUMPY\x04\x00    {}', 'latin1'),
      /of version 4 \(byte 6\)/,
    ],
    [
      'a header of 4 GiB',
      Buffer.from('\x93NUMPY\x02\x00\xff\xff\xff\xff', 'latin1'),
      /a header of 4294967307 bytes/,
    ],
  ])('refuses %s', async (_, bytes, problem) => {
    const source = await npyFile(fileOf(bytes))
    const before = process.memoryUsage().arrayBuffers
    await expect(readNpyPixels(source)).rejects.toThrow(problem)
    await expect(readNpyNumbers(source)).rejects.toThrow(/Get the file again from its source\.$/)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24)
  })

  test("reads sizes as Python 2's long integers, and keys in any order", async () => {
    const bytes = npyOf('{"shape": (2L, 1L), "fortran_order": True, \'descr\': \'|u1\'}', [4, 5])
    expect(await readNpyPixels(inPieces(bytes, 50))).toEqual({
      shape: [2, 1],
      data: Uint8Array.of(4, 5),
    })
  })

  test('keeps to the limit of memory', async () => {
    const source = await open('f8')
    await expect(readNpyPixels(source, 23)).rejects.toThrow(
      /needs 24 bytes of memory, more than the limit of 23/,
    )
    expect((await readNpyPixels(source, 24)).data.length).toBe(24)
    await expect(readNpyNumbers(source, 191)).rejects.toThrow(/needs 192 bytes.*Raise memoryLimit/)
  })

  test('names a missing file and a folder', async () => {
    const folder = temporaryFolder()
    await expect(npyFile(join(folder, 'none'))).rejects.toThrow(/none: does not exist/)
    await expect(npyFile(folder)).rejects.toThrow(/is not a file/)
  })

  test('finds a file that was cut after it was opened', async () => {
    const bytes = readFileSync(fixture('npy', 'f8.npy'))
    const source = { ...inPieces(bytes.subarray(0, 200), 50), size: bytes.length }
    await expect(readNpyNumbers(source)).rejects.toThrow(/ends inside its data, at number 9/)
  })

  test('reads single rows where they lie as they are needed', async () => {
    const source = await open('u1')
    const header = await readNpyHeader(source)
    expect(hasPlainRows(source, header)).toBe(true)
    const rows = await openNpyRows(source, header)
    expect([...(await rows.row(1))]).toEqual(expectedArrays.npy.u1.data.slice(12))
    await rows.close()
    for (const name of ['u1-fortran', 'f8']) {
      const other = await open(name)
      expect(hasPlainRows(other, await readNpyHeader(other))).toBe(false)
    }
    const cut = await npyFile(fileOf(readFileSync(source.file)))
    const other = await openNpyRows(cut, header)
    writeFileSync(cut.file, readFileSync(source.file).subarray(0, 145))
    await expect(other.row(1)).rejects.toThrow(/ends at byte 145 instead of 152/)
    await other.close()
  })

  test.each(['u1-fortran', 'f8', 'i4-big-endian', 'version-2'])(
    'a damaged file is refused or read as it then is: %s',
    async (name) => {
      const whole = readFileSync(fixture('npy', `${name}.npy`))
      let read = 0
      for (const mutant of mutants(whole, fuzzCount(2000), 6)) {
        const source = inPieces(mutant, 1000)
        const pixels = await readOrRefuse(() => readNpyPixels(source))
        const numbers = await readOrRefuse(() => readNpyNumbers(source))
        for (const { shape, data } of [pixels, numbers].filter((array) => array !== undefined)) {
          read++
          expect(data.length).toBe(shape.reduce((product, n) => product * n, 1))
          expect(data.length).toBeLessThan(mutant.length)
        }
        // Adding 0 turns −0 into 0.
        if (pixels)
          expect([...pixels.data]).toEqual(Array.from(numbers!.data, (value) => value + 0))
      }
      expect(read).toBeGreaterThan(fuzzCount(100))
    },
  )
})

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { sampleDataDirectory } from '@deepauc/sample-data'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DataError, readIdx } from '../src/index.ts'
import { fileOf, idxBytes, temporaryFolder } from './files.ts'

const small = idxBytes([2, 3], [1, 2, 3, 4, 5, 6])

describe('readIdx', () => {
  test.each([
    ['plain', small],
    ['gzip, whatever the name says', gzipSync(small)],
  ])('reads an array: %s', async (_, bytes) => {
    const { shape, data } = await readIdx(fileOf(bytes))
    expect(shape).toEqual([2, 3])
    expect([...data]).toEqual([1, 2, 3, 4, 5, 6])
    expect(data.buffer).toBeInstanceOf(SharedArrayBuffer)
  })

  test('reads Fashion-MNIST', async () => {
    const { shape, data } = await readIdx(join(sampleDataDirectory, 't10k-images-idx3-ubyte.gz'))
    expect(shape).toEqual([10_000, 28, 28])
    // Mean and standard deviation of the published test set, on the scale of 0 to 1.
    const mean = data.reduce((sum, value) => sum + value, 0) / data.length
    const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length
    expect(mean / 255).toBeCloseTo(0.2868, 4)
    expect(Math.sqrt(variance) / 255).toBeCloseTo(0.3524, 4)
  })

  test.each([
    ['an empty file', [], /ends at byte 0, inside its header/],
    ['half a header', small.subarray(0, 9), /ends at byte 9, inside its header/],
    ['text', Buffer.from('<html>404'), /not an IDX file: bytes 0 and 1/],
    ['floats', [0, 0, 13, 1, 0, 0, 0, 1, 0, 0, 0, 0], /type 0xd \(byte 2\)/],
    ['no dimensions', [0, 0, 8, 0, 1], /no dimensions \(byte 3\)/],
    ['an empty dimension', idxBytes([3, 0], []), /dimension 1 as 0 \(byte 8\)/],
    ['data cut short', small.subarray(0, 17), /ends at byte 17 of 18/],
    ['data that go on', [...small, 7], /goes on after byte 18/],
    ['gzip data that go on', gzipSync(Buffer.from([...small, 7])), /goes on after byte 18/],
    ['a gzip file cut short', gzipSync(small).subarray(0, 30), /not a whole gzip file/],
    ['a gzip file with wrong bits', gzipSync(small).fill(90, 12, 16), /not a whole gzip file/],
    ['a hostile size', idxBytes([0xffffffff, 0xffffffff], [1]), /more than 2 GiB/],
    ['a hostile size below the limit', idxBytes([0x7fffff00], [1]), /ends at byte 9 of 2147483400/],
    ['a hostile number of dimensions', [0, 0, 8, 255, ...Array(1020).fill(255)], /more than 2 GiB/],
  ])('refuses %s', async (_, bytes, problem) => {
    const file = fileOf(Uint8Array.from(bytes))
    const before = process.memoryUsage()
    const error = await readIdx(file).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(DataError)
    expect(error).toMatchObject({ code: 'data', file, message: expect.stringMatching(problem) })
    expect((error as DataError).message).toMatch(/\. Get the file again from its source\.$/)
    expect(process.memoryUsage().arrayBuffers - before.arrayBuffers).toBeLessThan(2 ** 24)
  })

  test('stops inflating where the declared data end', async () => {
    const bomb = gzipSync(Buffer.concat([small, Buffer.alloc(2 ** 26)]))
    // Whoever inflates on to the end finds the file cut short instead.
    const cut = fileOf(bomb.subarray(0, bomb.length / 2))
    await expect(readIdx(cut)).rejects.toThrow(/goes on after byte 18/)
  })

  test('names a missing file and a folder', async () => {
    const folder = temporaryFolder()
    await expect(readIdx(join(folder, 'none'))).rejects.toThrow(
      /none: does not exist\. Check the path/,
    )
    mkdirSync(join(folder, 'sub'))
    await expect(readIdx(join(folder, 'sub'))).rejects.toThrow(/sub: cannot be read \(EISDIR\)/)
  })

  test('parses or throws a DataError, whatever the bytes', async () => {
    const shape = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 })
    const nearlyIdx = fc.tuple(shape, fc.constantFrom(0, 0, 1, -1)).map(([shape, more]) => {
      const size = shape.reduce((product, n) => product * n, 1)
      return idxBytes(shape, new Uint8Array(Math.max(0, size + more)))
    })
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 40 }), nearlyIdx)
    const folder = temporaryFolder()
    let parsed = 0
    await fc.assert(
      fc.asyncProperty(bytes, fc.boolean(), fc.nat(100), async (bytes, zip, cut) => {
        const content = zip ? gzipSync(bytes).subarray(0, 20 + cut) : bytes
        const result = await readIdx(fileOf(content, 'any', folder)).catch(
          (error: unknown) => error,
        )
        if (result instanceof Error) {
          expect(result).toBeInstanceOf(DataError)
          return
        }
        parsed++
        const { shape, data } = result as Awaited<ReturnType<typeof readIdx>>
        expect(idxBytes([...shape], data)).toEqual(bytes)
      }),
      { numRuns: 500 },
    )
    expect(parsed).toBeGreaterThan(20)
  })
})

import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { DataError } from '../src/data-error.ts'
import { readPatchCamelyon } from '../src/sources/pcam.ts'
import { temporaryFolder } from './files.ts'
import { golden, sha256 } from './medical.ts'

const fixture = join(import.meta.dirname, 'fixtures/pcam')
const parts = { train: 'train', validation: 'valid', test: 'test' } as const
const file = (part: string, array: string) => `pcam/camelyonpatch_level_2_split_${part}_${array}.h5`

function copy(): string {
  const root = temporaryFolder()
  cpSync(fixture, root, { recursive: true })
  return root
}

describe('readPatchCamelyon', () => {
  test('reads all parts: compressed chunks, a gzipped file, a plain one', async () => {
    const scratch = temporaryFolder()
    const source = await readPatchCamelyon(fixture, { temporaryFolder: scratch })
    expect(Object.keys(source.parts)).toEqual(['train', 'validation', 'test'])
    expect(source.notes).toHaveLength(3)
    expect(readdirSync(scratch)).toEqual([])
    for (const [name, published] of Object.entries(parts)) {
      const part = source.parts[name]!
      const { labels, images } = golden.pcam[published]
      expect([...part.labels]).toEqual(labels)
      expect(part.classNames).toEqual(['normal', 'tumour'])
      const read = await Promise.all(images.map((_, i) => part.image(i)))
      expect(read.map((image) => sha256((image as { pixels: Uint8Array }).pixels))).toEqual(images)
      expect(read[0]).toMatchObject({ shape: [96, 96, 3] })
    }
    expect(readdirSync(scratch)).toHaveLength(1)
    await source.close()
    expect(readdirSync(scratch)).toEqual([])
  })

  test('reads images in any order', async () => {
    const { parts, close } = await readPatchCamelyon(join(fixture, 'pcam'))
    for (const index of [69, 0, 64, 15, 63])
      expect(sha256(((await parts.train!.image(index)) as { pixels: Uint8Array }).pixels)).toBe(
        golden.pcam.train.images[index],
      )
    await expect(parts.train!.image(70)).rejects.toThrow(RangeError)
    await close()
  })

  test('reads the parts that are there', async () => {
    const root = copy()
    for (const part of ['train', 'test'])
      for (const array of ['x', 'y']) rmSync(join(root, file(part, array)))
    const { parts, notes, close } = await readPatchCamelyon(root)
    expect(Object.keys(parts)).toEqual(['validation'])
    expect(notes[0]).toBe('There is no part "train", of 262144 images.')
    await close()
  })

  test.each<[string, (root: string) => void, RegExp]>([
    [
      'no files',
      (root) => rmSync(join(root, 'pcam'), { recursive: true }),
      /holds no pcam, nor files such as/,
    ],
    [
      'labels without images',
      (root) => rmSync(join(root, file('test', 'x'))),
      /test_x\.h5: does not exist/,
    ],
    [
      'images without labels',
      (root) => rmSync(join(root, file('test', 'y'))),
      /test_y\.h5: does not exist/,
    ],
    [
      'images for labels',
      (root) => renameSync(join(root, file('test', 'x')), join(root, file('test', 'y'))),
      /test_y\.h5: holds no array "y"/,
    ],
    [
      'images of another part',
      (root) => cpSync(join(root, file('test', 'x')), join(root, file('train', 'x'))),
      /train_x\.h5: holds 2 × 96 × 96 × 3 bytes instead of 70 × 96 × 96 × 3/,
    ],
    [
      'a label too high',
      (root) => {
        const path = join(root, file('test', 'y'))
        const bytes = readFileSync(path)
        writeFileSync(path, bytes.fill(2, bytes.length - 1))
      },
      /test_y\.h5: gives class 2 \(row 1\)/,
    ],
    [
      'gzipped labels cut short',
      (root) => {
        const path = join(root, `${file('valid', 'y')}.gz`)
        writeFileSync(path, readFileSync(path).subarray(0, 100))
      },
      /valid_y\.h5\.gz: is not a whole gzip file/,
    ],
  ])('refuses %s', async (_, damage, problem) => {
    const root = copy()
    damage(root)
    const scratch = temporaryFolder()
    const reading = readPatchCamelyon(root, { temporaryFolder: scratch })
    await expect(reading).rejects.toThrow(DataError)
    await expect(reading).rejects.toThrow(problem)
    expect(readdirSync(scratch)).toEqual([])
  })

  test.each<[string, (h5: Buffer) => Buffer, RegExp]>([
    [
      'a bomb',
      (h5) => gzipSync(Buffer.concat([h5, Buffer.alloc(2 ** 25)])),
      /unpacks to more than 16860160 bytes/,
    ],
    [
      'another shape',
      () => gzipSync(readFileSync(join(fixture, file('test', 'x')))),
      /holds 2 × 96 × 96 × 3 bytes instead of 3/,
    ],
    ['no HDF5', () => gzipSync('hello'), /cannot be read as HDF5/],
    ['wrong bits', (h5) => gzipSync(h5).fill(90, 40, 44), /is not a whole gzip file/],
  ])('refuses gzipped images when they are read: %s', async (_, make, problem) => {
    const root = copy()
    const path = join(root, `${file('valid', 'x')}.gz`)
    writeFileSync(path, make(gunzipSync(readFileSync(path))))
    const scratch = temporaryFolder()
    const { parts, close } = await readPatchCamelyon(root, { temporaryFolder: scratch })
    await expect(parts.validation!.image(0)).rejects.toThrow(problem)
    await expect(parts.validation!.image(1)).rejects.toThrow(DataError)
    await close()
    expect(readdirSync(scratch)).toEqual([])
  })
})

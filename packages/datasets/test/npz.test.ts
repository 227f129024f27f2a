import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fuzzCount } from '../../../test/fuzz-count.ts'
import { DataError } from '../src/data-error.ts'
import { readNpyNumbers, readNpyPixels } from '../src/formats/npy.ts'
import { openNpyFolder, openNpz } from '../src/formats/npz.ts'
import { fileOf, temporaryFolder } from './files.ts'
import { fixture, readOrRefuse } from './fixtures.ts'
import { mutants } from './mutants.ts'

const compressed = fixture('medmnist', 'pneumoniamnist.npz')
const stored = fixture('medmnist', 'pathmnist_8.npz')
const NAMES = [
  'train_images',
  'train_labels',
  'val_images',
  'val_labels',
  'test_images',
  'test_labels',
]

/** Where in an archive the central directory's record of the first entry starts. */
const directoryOf = (bytes: Buffer) => bytes.indexOf('PK\x01\x02')

/** All arrays that can be read, by name; undefined for others. */
async function contents(file: string): Promise<Record<string, unknown>> {
  const archive = await openNpz(file)
  const arrays: Record<string, unknown> = {}
  for (const name of archive.names)
    arrays[name] = await readOrRefuse(async () => readNpyNumbers(await archive.open(name)))
  await archive.close()
  return arrays
}

describe('npz', () => {
  test('lists and unpacks arrays', async () => {
    const archive = await openNpz(compressed)
    expect(archive.names).toEqual(NAMES)
    const source = await archive.open('train_images')
    expect(source.file).toBe(join(compressed, 'train_images.npy'))
    expect(source.place).toBeUndefined()
    const { shape, data } = await readNpyPixels(source)
    expect(shape).toEqual([3, 28, 28])
    // Image n, row y, column x holds (3 + 37 n + 3 y + 5 x + ⌊x y / 7⌋) mod 256.
    expect(data[784 + 28 * 10 + 6]).toBe(3 + 37 + 30 + 30 + 8)
    await expect(archive.open('none')).rejects.toThrow(/none\.npy: is not in the archive/)
    await archive.close()
  })

  test('says where arrays that are not compressed lie', async () => {
    const archive = await openNpz(stored)
    const { place, size } = await archive.open('val_labels')
    await archive.close()
    expect(place?.path).toBe(stored)
    const bytes = readFileSync(stored).subarray(place!.start, place!.start + size)
    expect(bytes).toEqual(
      readFileSync(fixture('medmnist', 'unpacked', 'pathmnist_8', 'val_labels.npy')),
    )
  })

  test('reads a folder that an archive was unpacked to', async () => {
    const folder = await openNpyFolder(fixture('medmnist', 'unpacked', 'pathmnist_8'))
    expect([...folder.names].sort()).toEqual([...NAMES].sort())
    expect((await readNpyNumbers(await folder.open('val_labels'))).data).toEqual(
      Float64Array.of(8, 7),
    )
    await expect(folder.open('none')).rejects.toThrow(/none\.npy: does not exist/)
    await folder.close()
    await expect(openNpyFolder(join(temporaryFolder(), 'none'))).rejects.toThrow(/does not exist/)
  })

  test.each<[string, (bytes: Buffer) => Buffer | undefined, RegExp]>([
    [
      'no archive',
      () => Buffer.from('no archive'),
      /is not a sound zip file \(End of central directory/,
    ],
    ['a cut archive', (bytes) => bytes.subarray(0, -30), /is not a sound zip file/],
    [
      'a wrong checksum',
      (bytes) => void bytes.writeUInt32LE(7, directoryOf(bytes) + 16),
      /checksum/,
    ],
    [
      'a bomb',
      (bytes) => void bytes.writeUInt32LE(2 ** 31, directoryOf(bytes) + 24),
      /claims to unpack from \d+ to 2147483648/,
    ],
    [
      'encryption',
      (bytes) => void bytes.writeUInt16LE(1, directoryOf(bytes) + 8),
      /is encrypted, or packed/,
    ],
    [
      'another packing',
      (bytes) => void bytes.writeUInt16LE(14, directoryOf(bytes) + 10),
      /packed in a way/,
    ],
    [
      'a path out of the archive',
      (bytes) => void bytes.write('../', directoryOf(bytes) + 46),
      /invalid relative path/,
    ],
    [
      'wrong deflate data',
      (bytes) => void bytes.fill(255, 60, 90),
      /train_images\.npy: cannot be unpacked/,
    ],
  ])('refuses %s', async (_, damage, problem) => {
    const bytes = readFileSync(compressed)
    const file = fileOf(damage(bytes) ?? bytes)
    const read = async () => {
      const archive = await openNpz(file)
      try {
        return await readNpyPixels(await archive.open('train_images'))
      } finally {
        await archive.close()
      }
    }
    await expect(read()).rejects.toThrow(DataError)
    await expect(read()).rejects.toThrow(problem)
  })

  test('refuses a name that comes twice', async () => {
    const bytes = readFileSync(stored)
    const second = bytes.indexOf('PK\x01\x02', directoryOf(bytes) + 1)
    bytes.write('train_images.npy', second + 46)
    await expect(openNpz(fileOf(bytes))).rejects.toThrow(/names train_images\.npy twice/)
  })

  test('names a missing file', async () => {
    await expect(openNpz(join(temporaryFolder(), 'none.npz'))).rejects.toThrow(
      /none\.npz: does not exist/,
    )
  })

  test.each([
    ['compressed', compressed],
    ['stored', stored],
  ])('a damaged archive is refused, or what can be read is unchanged: %s', async (_, original) => {
    const whole = await contents(original)
    const file = join(temporaryFolder(), 'mutant.npz')
    let [read, refused] = [0, 0]
    for (const mutant of mutants(readFileSync(original), fuzzCount(2000), 7)) {
      writeFileSync(file, mutant)
      const arrays = (await readOrRefuse(() => contents(file))) ?? {}
      const readable = NAMES.filter((name) => arrays[name])
      for (const name of readable) expect(arrays[name]).toEqual(whole[name])
      read += readable.length
      refused += NAMES.length - readable.length
    }
    expect(read).toBeGreaterThan(fuzzCount(1000))
    expect(refused).toBeGreaterThan(100)
  })
})

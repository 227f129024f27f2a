import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fuzzCount } from '../../../test/fuzz-count.ts'
import { DataError } from '../src/data-error.ts'
import { readParquet } from '../src/sources/parquet.ts'
import { encodedImage, golden, readMutants, rowsOf, sha256 } from './containers.ts'
import { fileOf, temporaryFolder } from './files.ts'
import { fixture } from './fixtures.ts'

const table = (name: string) => fixture('parquet', `${name}.parquet`)
const PUSHED = ['train-00000-of-00002', 'train-00001-of-00002', 'test-00000-of-00001']
const first = table(PUSHED[0]!)

test('reads what Hugging Face distributes', async () => {
  const source = await readParquet(PUSHED.map(table))
  const { train, test: held } = source.parts
  expect(Object.keys(source.parts)).toEqual(['train', 'test'])
  expect(train?.classNames).toEqual(['cat', 'dog'])
  expect(await rowsOf(train)).toEqual([
    ...golden.parquet[PUSHED[0]!]!,
    ...golden.parquet[PUSHED[1]!]!,
  ])
  expect(await rowsOf(held)).toEqual(golden.parquet[PUSHED[2]!])
  expect(train?.id(6)).toBe(`${table(PUSHED[1]!)}, row 1`)
  expect(source.notes).toEqual([])
  await source.close()
})

test.each(['gzip', 'brotli', 'lz4', 'plain', 'delta'])('reads %s', async (name) => {
  const source = await readParquet([table(name)])
  expect(await rowsOf(source.parts.train)).toEqual(golden.parquet[name])
  await source.close()
})

test('finds files in the folder data, and tells which are missing', async () => {
  const folder = temporaryFolder()
  copyFileSync(first, join(folder, 'train-00000-of-00002.parquet'))
  const { parts, notes, close } = await readParquet(folder)
  expect(parts.train?.count).toBe(5)
  expect(notes).toEqual(['Of train-*-of-00002.parquet there are 1 of 2 files.'])
  await close()
  await expect(readParquet(fixture('zip'))).rejects.toThrow(/holds no \.parquet file/)
  await expect(readParquet(join(folder, 'none'))).rejects.toThrow(/none: does not exist/)
})

test('reads images without paths and labels that are names', async () => {
  const { parts, close } = await readParquet([table('nulls-and-names')])
  expect(parts.train?.classNames).toEqual(['cat', 'dog'])
  expect([...parts.train!.labels]).toEqual([1, 0, 1])
  expect(sha256(await encodedImage(parts.train, 0))).toBe(golden.parquet.booleans[0])
  await expect(encodedImage(parts.train, 1)).rejects.toThrow(
    /row 1: has no image, but the path of one: elsewhere\/1\.png/,
  )
  await expect(encodedImage(parts.train, 2)).rejects.toThrow(/row 2: has no image\./)
  await close()
})

test('reads plain columns of bytes and booleans when told their names', async () => {
  const { parts, close } = await readParquet([table('booleans')], {
    image: 'image',
    label: 'is_dog',
    classNames: ['no', 'yes'],
  })
  expect(await rowsOf(parts.train)).toEqual(
    golden.parquet.booleans.map((image, i) => ({ label: 1 - i, image })),
  )
  await close()
})

test.each([
  ['no known label', 'booleans', {}, /has no such column of images, but image, is_dog/],
  ['another label', 'plain', { label: 'breed' }, /no such column of labels, but image, label/],
  [
    'too few names',
    'plain',
    { classNames: ['cat'] },
    /row \d: label 1 is not one of the 1 classes/,
  ],
  [
    'a struct as label',
    'plain',
    { label: 'image' },
    /row 0: has a label that is neither number nor name/,
  ],
])('refuses %s', async (_, name, options, problem) => {
  const reading = readParquet([table(name)], options)
  await expect(reading).rejects.toThrow(DataError)
  await expect(reading).rejects.toThrow(problem)
})

test('refuses lists of images', async () => {
  const { parts, close } = await readParquet([table('lists')], { image: 'image' })
  await expect(encodedImage(parts.train, 0)).rejects.toThrow(/row group 0: it holds lists/)
  await close()
})

describe('damage', () => {
  const bytes = readFileSync(first)
  const footer = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8)

  test.each<[string, () => Uint8Array, RegExp]>([
    ['nothing', () => new Uint8Array(), /is too short/],
    ['another file', () => Buffer.from('not a parquet file'), /no parquet file/],
    ['a cut file', () => bytes.subarray(0, -100), /cut short/],
    [
      'a footer longer than the file',
      () => patched(bytes.length - 8, [0xff, 0xff, 0xff, 0x7f]),
      /declares a footer of 2147483647 bytes/,
    ],
    // Field 2, the schema, becomes a list of 2³¹ − 1 structs.
    [
      'a schema of 2³¹ columns',
      () => patched(footer + 3, [0xfc, 0xff, 0xff, 0xff, 0xff, 0x07]),
      /declares 2147483647 elements/,
    ],
  ])('%s is refused', async (_, content, problem) => {
    const reading = readParquet([fileOf(content())])
    await expect(reading).rejects.toThrow(DataError)
    await expect(reading).rejects.toThrow(problem)
  })

  test('a page that fails its checksum is refused', async () => {
    const file = table(PUSHED[2]!)
    const damaged = readFileSync(file)
    const image = damaged.indexOf('IDAT', 1000)
    damaged[image + 50] = damaged[image + 50]! ^ 1
    const { parts, close } = await readParquet([fileOf(damaged)])
    const reads = await Promise.allSettled([0, 1, 2, 3, 4].map((i) => encodedImage(parts.train, i)))
    const refused = reads.filter(({ status }) => status === 'rejected')
    expect(refused).toHaveLength(2)
    await close()
  })

  test.each([
    ['snappy', first, 1200],
    ['zstd, pages of version 2, with checksums', table(PUSHED[2]!), 600],
    ['uncompressed', table('plain'), 1200],
    ['delta', table('delta'), 400],
  ])('mutants of %s are refused, or read as they then are', async (name, file, count) => {
    const reads = await readMutants(file, count, count, (mutant) => readParquet([mutant]))
    expect(reads.opened).toBeGreaterThan(fuzzCount(count / 20))
    expect(reads.unchanged).toBeGreaterThan(fuzzCount(count / 20))
    if (name.includes('checksums')) expect(reads.images).toBe(reads.unchanged)
  })

  function patched(at: number, values: readonly number[]): Uint8Array {
    const copy = Buffer.from(bytes)
    copy.set(values, at)
    return copy
  }
})

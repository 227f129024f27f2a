import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { fuzzCount } from '../../../test/fuzz-count.ts'
import { DataError } from '../src/data-error.ts'
import { indexTar } from '../src/formats/tar-index.ts'
import { readWebDataset } from '../src/sources/webdataset.ts'
import { encodedImage, golden, readMutants, rowsOf, sha256 } from './containers.ts'
import { fileOf } from './files.ts'
import { fixture } from './fixtures.ts'

const shard = (name: string) => fixture('webdataset', `${name}.tar`)
const first = shard('pets-train-000000')
const PETS = ['pets-train-000000', 'pets-train-000001', 'pets-val-000000'].map(shard)
const expectedRows = (name: string) =>
  golden.webdataset[name]!.map(({ label, image }) => ({ label, image }))

/** A tar file whose header at `at` was changed, its checksum corrected. */
function withHeader(at: number, change: (header: Buffer) => void): string {
  const bytes = readFileSync(first)
  const header = bytes.subarray(at, at + 512)
  change(header)
  header.write('        ', 148)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return fileOf(bytes)
}

describe('samples', () => {
  test('are those that webdataset wrote, in parts by the names of shards', async () => {
    const { parts, notes } = await readWebDataset(PETS)
    expect(Object.keys(parts)).toEqual(['train', 'validation'])
    expect(await rowsOf(parts.train)).toEqual([
      ...expectedRows('pets-train-000000'),
      ...expectedRows('pets-train-000001'),
    ])
    expect(await rowsOf(parts.validation)).toEqual(expectedRows('pets-val-000000'))
    expect(parts.train?.id(1)).toBe(`${first}/${golden.webdataset['pets-train-000000']![1]!.id}`)
    expect(notes).toEqual([])
  })

  test('take labels from JSON, as names or numbers', async () => {
    const named = await readWebDataset(PETS, { label: { json: 'name' } })
    expect(named.parts.train?.classNames).toEqual(['cat', 'dog'])
    const numbered = await readWebDataset(PETS, {
      label: { json: 'index' },
      classNames: ['c', 'd'],
    })
    expect(numbered.parts.train?.classNames).toEqual(['c', 'd'])
    expect(named.parts.train?.labels).toEqual(numbered.parts.train?.labels)
  })

  test('are found in folders', async () => {
    const failing = readWebDataset(fixture('webdataset'))
    await expect(failing).rejects.toThrow(/absolute\.tar: names a path outside of it, "\/0\.jpg"/)
    await expect(readWebDataset(fixture('zip'))).rejects.toThrow(/holds no \.tar file/)
  })

  test.each([
    ['no image of the wanted kind', { imageExtensions: ['webp'] }, /has no image \(\.webp\), only/],
    ['no such key', { label: { json: 'breed' } }, /has no number or name under "breed"/],
    ['a number beyond the names', { classNames: ['cat'] }, /label 1 is not one of the 1 classes/],
  ])('are refused with %s', async (_, options, problem) => {
    const reading = readWebDataset(PETS, options)
    await expect(reading).rejects.toThrow(DataError)
    await expect(reading).rejects.toThrow(problem)
  })
})

describe('tar', () => {
  test.each(['pax', 'gnu'])('long names of %s', async (name) => {
    const { parts } = await readWebDataset([shard(name)])
    expect(parts.train?.id(0)).toBe(`${shard(name)}/${golden.webdataset.long}`)
    expect(sha256(await encodedImage(parts.train, 0))).toBe(golden.webdataset.longImage)
    expect([...parts.train!.labels]).toEqual([1])
  })

  test("ustar's prefixes", async () => {
    const members = await indexTar(shard('ustar-prefix'))
    const stem = `${'p'.repeat(90)}/${'n'.repeat(90)}`
    expect(members.map(({ name }) => name)).toEqual([`${stem}.jpg`, `${stem}.cls`])
  })

  test.each([
    ['links', shard('link'), /holds a link or device, 0\.jpg of type "2" \(byte 0\)/],
    ['paths upwards', shard('slip'), /names a path outside of it, "\.\.\/0\.jpg" \(byte 0\)/],
    ['absolute paths', shard('absolute'), /names a path outside of it, "\/0\.jpg" \(byte 0\)/],
    ['a changed header', fileNamed(mutate(10)), /has a header whose checksum is wrong \(byte 0\)/],
    ['a file cut short', fileNamed((bytes) => bytes.subarray(0, 10_000)), /past its end/],
    ['a missing end', fileNamed((bytes) => bytes.subarray(0, endOf(bytes))), /it was cut short/],
    [
      'one archive after another',
      fileNamed((bytes) => Buffer.concat([bytes, bytes])),
      /goes on after byte \d+, where it ends/,
    ],
    ['gzip', fileNamed((bytes) => gzipSync(bytes)), /is packed by gzip/],
    ['nothing', fileNamed(() => Buffer.alloc(0)), /ends at byte 0 without the mark/],
    [
      'a size of 8 EiB',
      () => withHeader(0, (header) => Buffer.from([0x80, 0, 0, 0, 0x80]).copy(header, 124)),
      /whose size is no number \(byte 0\)/,
    ],
    [
      'a size beyond the file',
      () => withHeader(0, (header) => header.write('77777777777\0', 124)),
      /gives .* 8589934591 bytes \(byte 0\), past its end/,
    ],
    ['a device', () => withHeader(0, (header) => header.write('3', 156)), /link or device/],
    [
      'one file twice',
      () => withHeader(0, (header) => header.fill(0, 0, 100).write('some.d/00000.json')),
      /sample some\.d\/00000 has two files \.json/,
    ],
  ])('refuses %s', async (_, file, problem) => {
    const reading = readWebDataset([typeof file === 'string' ? file : file()])
    await expect(reading).rejects.toThrow(DataError)
    await expect(reading).rejects.toThrow(problem)
  })

  test('a damaged archive is refused, or read as it then is', async () => {
    const reads = await readMutants(first, 2000, 4, (file) => readWebDataset([file]))
    expect(reads.opened).toBeGreaterThan(fuzzCount(100))
    expect(reads.images).toBeGreaterThan(reads.opened)
  })
})

function fileNamed(change: (bytes: Buffer) => Buffer): () => string {
  return () => fileOf(change(readFileSync(first)))
}

function mutate(at: number): (bytes: Buffer) => Buffer {
  return (bytes) => {
    bytes[at] = bytes[at]! ^ 1
    return bytes
  }
}

/** Where the data end and zeros begin. */
function endOf(bytes: Buffer): number {
  return Math.ceil((bytes.findLastIndex((byte) => byte !== 0) + 1) / 512) * 512
}

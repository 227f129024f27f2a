import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fuzzCount } from '../../../test/fuzz-count.ts'
import { DataError } from '../src/data-error.ts'
import { openZip } from '../src/formats/zip-archive.ts'
import { golden, sha256 } from './containers.ts'
import { fileOf, temporaryFolder } from './files.ts'
import { fixture, readOrRefuse } from './fixtures.ts'
import { mutants } from './mutants.ts'

const pets = fixture('zip', 'pet-images.zip')

test('lists and reads what zipfile wrote', async () => {
  const archive = await openZip(pets)
  const expected = golden.zip['pet-images.zip']
  expect(archive.files.map(({ path }) => path)).toEqual(Object.keys(expected))
  for (const { path, size } of archive.files) {
    const bytes = await archive.read(path)
    expect([bytes.length, sha256(bytes)]).toEqual([size, expected[path]])
  }
  await expect(archive.read('PetImages/Cat/3.jpg')).rejects.toThrow(/3\.jpg: does not exist/)
  await archive.close()
})

test('reads ZIP64', async () => {
  const archive = await openZip(fixture('zip', 'zip64.zip'))
  const image = await archive.read('Cat/0.jpg')
  expect(sha256(image)).toBe(golden.zip['pet-images.zip']['PetImages/Cat/10.jpg'])
  await archive.close()
})

test.each([
  ['a path out of the archive', 'slip.zip', /slip\.zip: is not a sound zip.*\.\.\/Cat\/0\.jpg/],
  ['a link', 'link.zip', /link\.zip: .*holds a link, Cat\/0\.jpg/],
])('refuses %s', async (_, name, problem) => {
  const opening = openZip(fixture('zip', name))
  await expect(opening).rejects.toThrow(DataError)
  await expect(opening).rejects.toThrow(problem)
  expect(existsSync(fixture('Cat', '0.jpg'))).toBe(false)
})

test.each([
  ['what unpacks to 900 times its size', 'bomb.zip', /claims to unpack \d+ bytes to 8388608/],
  ['what unpacks to more than it declares', 'lying.zip', /cannot be unpacked/],
])('refuses %s, but not its neighbours', async (_, name, problem) => {
  const archive = await openZip(fixture('zip', name))
  await expect(archive.read('Cat/0.jpg')).rejects.toThrow(problem)
  expect((await archive.read('Dog/0.jpg')).length).toBeGreaterThan(500)
  await archive.close()
})

test('refuses what is encrypted, packed by another method, or of another checksum', async () => {
  const bytes = readFileSync(pets)
  const directory = bytes.indexOf('PK\x01\x02')
  const changed = async (at: number, value: number) => {
    const copy = Buffer.from(bytes)
    copy[directory + at] = value
    const archive = await openZip(fileOf(copy))
    return archive.read('PetImages/Cat/10.jpg').finally(() => archive.close())
  }
  await expect(changed(8, 1)).rejects.toThrow(/10\.jpg: is encrypted/)
  await expect(changed(10, 14)).rejects.toThrow(/is packed by method 14/)
  await expect(changed(16, 0)).rejects.toThrow(/does not have the checksum that it should/)
})

test('a damaged archive is refused, or its files are as they were', async () => {
  const folder = temporaryFolder()
  const intact = new Set(Object.values(golden.zip['pet-images.zip']))
  let read = 0
  for (const mutant of mutants(readFileSync(pets), fuzzCount(2000), 3)) {
    const archive = await readOrRefuse(() => openZip(fileOf(mutant, 'mutant.zip', folder)))
    for (const { path } of archive?.files ?? []) {
      const bytes = await readOrRefuse(() => archive!.read(path))
      if (bytes) expect(intact).toContain(sha256(bytes))
      if (bytes) read++
    }
    await archive?.close()
  }
  expect(read).toBeGreaterThan(fuzzCount(1000))
})

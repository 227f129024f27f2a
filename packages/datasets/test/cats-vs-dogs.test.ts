import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { openZip } from '../src/formats/zip-archive.ts'
import { readCatsVsDogs } from '../src/sources/cats-vs-dogs.ts'
import { encodedImage, golden, rowsOf } from './containers.ts'
import { fileOf, temporaryFolder } from './files.ts'
import { fixture } from './fixtures.ts'

const pets = fixture('zip', 'pet-images.zip')
const kaggle = fixture('zip', 'kaggle.zip')
const file = (name: string) => golden.zip['pet-images.zip'][`PetImages/${name}`]
const PETS = [
  { label: 0, image: file('Cat/2.jpg') },
  { label: 0, image: file('Cat/10.jpg') },
  { label: 1, image: file('Dog/0.jpg') },
  { label: 1, image: file('Dog/1.jpg') },
]

async function unpack(zip: string): Promise<string> {
  const folder = temporaryFolder()
  const archive = await openZip(zip)
  for (const { path } of archive.files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), await archive.read(path))
  }
  await archive.close()
  return folder
}

test.each([
  ["Microsoft's .zip", async () => pets],
  ['its unpacked form', () => unpack(pets)],
  ['the folder PetImages itself', async () => join(await unpack(pets), 'PetImages')],
])('reads %s, cats before dogs, by number', async (_, prepare) => {
  const source = await readCatsVsDogs(await prepare())
  const { train } = source.parts
  expect(train?.classNames).toEqual(['cat', 'dog'])
  expect(await rowsOf(train)).toEqual(PETS)
  expect(train?.id(1)).toMatch(/Cat\/10\.jpg$/)
  expect(source.notes).toEqual([
    expect.stringMatching(/^1 image holds no bytes and was left out: .*Cat\/666\.jpg\.$/),
    '5 images were found, 25000 are published.',
  ])
  await source.close()
})

test.each([
  ["Kaggle's train.zip", async () => kaggle],
  ['its unpacked form', () => unpack(kaggle)],
  ['the folder train itself', async () => join(await unpack(kaggle), 'train')],
])('reads %s', async (_, prepare) => {
  const source = await readCatsVsDogs(await prepare())
  const labels = [0, 0, 1]
  expect(await rowsOf(source.parts.train)).toEqual(
    golden.zip['kaggle.zip'].map((image, i) => ({ label: labels[i], image })),
  )
  await source.close()
})

test('refuses an image that is none, by its name, when it is read', async () => {
  const folder = await unpack(pets)
  writeFileSync(join(folder, 'PetImages', 'Cat', '2.jpg'), '<html>')
  const { parts } = await readCatsVsDogs(folder)
  await expect(encodedImage(parts.train, 0)).rejects.toThrow(
    /Cat\/2\.jpg: is not an image file: it starts with the bytes 3c 68 74 6d/,
  )
})

test('refuses folders that hold no such images, or one twice', async () => {
  const folder = await unpack(pets)
  await expect(readCatsVsDogs(join(folder, 'PetImages', 'Dog'))).rejects.toThrow(
    /holds no image of a cat/,
  )
  await expect(readCatsVsDogs(fileOf(Buffer.from('no zip'), 'pets.zip'))).rejects.toThrow(
    /pets\.zip: is not a sound zip file/,
  )
  cpSync(join(await unpack(kaggle), 'train'), join(folder, 'train'), { recursive: true })
  await expect(readCatsVsDogs(folder)).rejects.toThrow(
    /holds one image twice: .*dog.*0\.jpg and .*0\.jpg/i,
  )
})

import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readCatsVsDogsNpy } from '../src/sources/cats-vs-dogs-npy.ts'
import { copyOfFixture, expectedArrays, expectPart, fixture } from './fixtures.ts'

const { catsVsDogs } = expectedArrays
const root = fixture('cats-vs-dogs')

test('the last images are for testing', async () => {
  const { name, parts, notes } = await readCatsVsDogsNpy(root, { testCount: 2 })
  expect(name).toBe('cats-vs-dogs')
  await expectPart(parts.train, catsVsDogs.train)
  await expectPart(parts.test, catsVsDogs.test)
  expect(parts.test!.classNames).toEqual(['cat', 'dog'])
  expect(parts.test!.id(1)).toBe('cat_vs_dog_data.npy, image 6')
  expect(notes[0]).toBe('Part "train" has 5 images; as published it has 20000.')
})

test('colours can be put in order', async () => {
  const options = { testCount: 2, channelOrder: 'bgr' } as const
  const { parts } = await readCatsVsDogsNpy(join(root, 'cat_vs_dog'), options)
  await expectPart(parts.test, catsVsDogs.testSwapped)
})

test('refuses what does not fit', async () => {
  await expect(readCatsVsDogsNpy(root)).rejects.toThrow(
    /holds 7 images, of which the last 5000 are for testing/,
  )
  await expect(readCatsVsDogsNpy(root, { testCount: 0 })).rejects.toThrow(RangeError)
  await expect(readCatsVsDogsNpy(fixture('npy'))).rejects.toThrow(
    /holds no cat_vs_dog, nor files such as/,
  )
  const folder = copyOfFixture('cats-vs-dogs', 'cat_vs_dog')
  const [data, labels] = [join(folder, 'cat_vs_dog_data.npy'), join(folder, 'cat_vs_dog_label.npy')]
  const read = () => readCatsVsDogsNpy(folder, { testCount: 2 })
  copyFileSync(fixture('npy', 'i8.npy'), labels)
  await expect(read()).rejects.toThrow(/cat_vs_dog_label\.npy: holds 4 labels for 7 images/)
  rmSync(labels)
  await expect(read()).rejects.toThrow(/cat_vs_dog_label\.npy: does not exist/)
  copyFileSync(fixture('npy', 'u1.npy'), data)
  await expect(read()).rejects.toThrow(/holds an array of 2 × 3 × 4, not of n × h × w × 3/)
})

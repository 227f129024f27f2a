import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { readImageNetLt } from '../src/sources/imagenet-lt.ts'
import { encodedImage } from './containers.ts'
import { temporaryFolder } from './files.ts'

const JPEG = Buffer.of(0xff, 0xd8, 0xff, 0xe0)
const TRAIN = `train/n01440764/n01440764_190.JPEG 0
train/n01443537/n01443537_1.JPEG 1
train/n01440764/n01440764_5.JPEG 0
`
const TEST = 'val/n01443537/ILSVRC2012_val_00000236.JPEG 1\r\n'

/** ImageNet's folders with these images, and the lists beside them. */
function imageNet(lists: Record<string, string>, images = TRAIN + TEST): string {
  const root = temporaryFolder()
  for (const line of images.split(/\r?\n/).filter(Boolean)) {
    const file = join(root, line.replace(/ \d+$/, ''))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JPEG)
  }
  for (const [part, list] of Object.entries(lists))
    writeFileSync(join(root, `ImageNet_LT_${part}.txt`), list)
  return root
}

test('reads the lists in their order', async () => {
  const root = imageNet({ train: TRAIN, test: TEST })
  const { parts, notes } = await readImageNetLt(root)
  expect(Object.keys(parts)).toEqual(['train', 'test'])
  expect([...parts.train!.labels]).toEqual([0, 1, 0])
  expect(parts.train?.classNames).toEqual(['n01440764', 'n01443537'])
  expect(parts.train?.id(2)).toBe(join(root, 'train', 'n01440764', 'n01440764_5.JPEG'))
  expect(await encodedImage(parts.test, 0)).toEqual(JPEG)
  expect(notes).toEqual(['ImageNet_LT_val.txt was not found.'])
})

test('reads lists from a folder of their own', async () => {
  const lists = imageNet({ val: TRAIN }, '')
  const { parts } = await readImageNetLt(imageNet({}), lists)
  expect(parts.validation?.count).toBe(3)
})

test('names missing images', async () => {
  const root = imageNet({ train: TRAIN, test: TEST }, TEST)
  await expect(readImageNetLt(root)).rejects.toThrow(
    `${root}: lacks 3 of the 3 images that ${join(root, 'ImageNet_LT_train.txt')} names: train/n01440764/n01440764_190.JPEG`,
  )
})

test.each([
  ['a path that leaves', '../n01440764/x.JPEG 0', /train\.txt:1: names a path that leaves/],
  ['an absolute path', '/etc/passwd 0', /:1: names a path that leaves/],
  ['a path that leaves by detours', 'train/../../x.JPEG 0', /:1: names a path that leaves/],
  ['no label', `${TRAIN}train/n01440764/x.JPEG`, /:4: is not a path and a class number/],
  ['an empty line', `${TRAIN}\n${TRAIN}`, /:4: is not a path and a class number: ""/],
  ['a class of two names', `${TRAIN}train/n01443537/y.JPEG 0`, /:4: gives class 0 to n01443537/],
  ['nothing', '', /train\.txt: is empty/],
])('refuses %s', async (_, train, problem) => {
  await expect(readImageNetLt(imageNet({ train }))).rejects.toThrow(problem)
})

test('refuses a folder without lists', async () => {
  await expect(readImageNetLt(imageNet({}))).rejects.toThrow(
    /holds none of ImageNet_LT_train\.txt, ImageNet_LT_val\.txt, ImageNet_LT_test\.txt/,
  )
})

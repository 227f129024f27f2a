import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { DataError } from '../src/data-error.ts'
import { byCodePoint } from '../src/files/by-code-point.ts'
import { readImageFolder } from '../src/sources/image-folder.ts'
import { encodedImage } from './containers.ts'
import { temporaryFolder } from './files.ts'

const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)

/** A folder of these files, each as `JPEG` and its own number unless it says otherwise. */
function folderOf(paths: readonly string[], contents: Record<string, Uint8Array> = {}): string {
  const root = temporaryFolder()
  for (const [i, path] of paths.entries()) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), contents[path] ?? Uint8Array.of(...JPEG, i))
  }
  return root
}

test('numbers classes by code point and lists files of all depths', async () => {
  const root = folderOf(['dog/b.PNG', 'dog/a/z.jpg', 'Zebra/1.jpeg', 'émeu/1.webp', 'cat/1.tif'])
  const { parts, notes } = await readImageFolder(root)
  expect(Object.keys(parts)).toEqual(['train'])
  const { train } = parts
  expect(train?.classNames).toEqual(['Zebra', 'cat', 'dog', 'émeu'])
  expect([...train!.labels]).toEqual([0, 1, 2, 2, 3])
  expect(train?.labelNames).toEqual(['class'])
  expect(train?.id(2)).toBe(join(root, 'dog', 'a', 'z.jpg'))
  expect(await encodedImage(train, 2)).toEqual(Buffer.of(...JPEG, 1))
  expect(notes).toEqual([])
  for (const index of [-1, 5, 0.5]) await expect(train?.image(index)).rejects.toThrow(RangeError)
  expect(() => train?.id(5)).toThrow('row 5 is not one of 0 … 4')
})

test.each(['val', 'valid', 'validation'])('reads train, %s and test as parts', async (name) => {
  const root = folderOf(['train/a/1.jpg', 'train/b/1.jpg', `${name}/b/2.jpg`, 'test/c/3.jpg'])
  const { parts, notes } = await readImageFolder(root)
  expect(Object.entries(parts).map(([part, { labels }]) => [part, ...labels])).toEqual([
    ['train', 0, 1],
    ['validation', 1],
    ['test', 2],
  ])
  expect(parts.test?.classNames).toEqual(['a', 'b', 'c'])
  expect(notes).toEqual([
    '5 class folders are absent: train/c, validation/a, validation/c, test/a, test/b.',
  ])
})

test('a folder train alone is a class', async () => {
  const { parts } = await readImageFolder(folderOf(['train/1.jpg', 'other/1.jpg']))
  expect(parts.train?.classNames).toEqual(['other', 'train'])
})

test('tells what it leaves out', async () => {
  const root = folderOf(
    ['a/1.jpg', 'a/.DS_Store', '__MACOSX/a/1.jpg', 'a/Thumbs.db', 'a/0.jpg', 'a/x.txt', '2.jpg'],
    { 'a/0.jpg': new Uint8Array() },
  )
  const { parts, notes } = await readImageFolder(root)
  expect(parts.train?.count).toBe(1)
  expect(notes).toEqual([
    '3 hidden files were left out: __MACOSX, a/.DS_Store, a/Thumbs.db.',
    '1 image holds no bytes and was left out: a/0.jpg.',
    '1 image lies outside the class folders and was left out: 2.jpg.',
    '1 file is no image by its extension and was left out: a/x.txt.',
  ])
})

test('follows links within the root only', async () => {
  const outside = folderOf(['secret.jpg'])
  const link = (target: string, path: string) => {
    const root = folderOf(['a/1.jpg', 'b/1.jpg'])
    symlinkSync(target, join(root, path))
    return readImageFolder(root)
  }
  const { parts } = await link(join('..', 'a'), 'b/more')
  expect([...parts.train!.labels]).toEqual([0, 1, 1])
  for (const [target, path, problem] of [
    [join(outside, 'secret.jpg'), 'b/2.jpg', /2\.jpg: is a link that leaves/],
    [outside, 'b/more', /more: is a link that leaves/],
    ['..', 'b/more', /more: is a link to a folder around it/],
    ['nowhere', 'b/2.jpg', /2\.jpg: does not exist/],
  ] as const) {
    await expect(link(target, path)).rejects.toThrow(DataError)
    await expect(link(target, path)).rejects.toThrow(problem)
  }
})

test('refuses folders without images', async () => {
  const root = folderOf(['a/1.jpg', 'b/x.txt'])
  await expect(readImageFolder(root)).rejects.toThrow(`${join(root, 'b')}: holds no image`)
  await expect(readImageFolder(folderOf(['1.jpg']))).rejects.toThrow(/in any class folder/)
  await expect(readImageFolder(join(root, 'none'))).rejects.toThrow(/none: does not exist/)
})

test('sorts as Python does', () => {
  // sorted(['a', '\uffee', '\U00010000', 'B', 'ab', '\ue000']) in Python
  const sorted = ['B', 'a', 'ab', '\ue000', '\uffee', '\u{10000}']
  expect(sorted.toReversed().sort(byCodePoint)).toEqual(sorted)
})

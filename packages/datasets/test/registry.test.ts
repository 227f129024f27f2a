import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { DataError } from '../src/data-error.ts'
import type { ImageSource } from '../src/source.ts'
import { openSource, type SourceOptions, sources } from '../src/sources/registry.ts'
import { idxBytes, temporaryFolder } from './files.ts'

const fixtures = fileURLToPath(new URL('fixtures/', import.meta.url))
const opened: ImageSource[] = []
afterAll(() => Promise.all(opened.map((source) => source.close())))

async function open(name: string, root: string, options?: SourceOptions): Promise<ImageSource> {
  const source = await openSource(name, root, options)
  opened.push(source)
  return source
}

/** The four IDX files with two images each. */
function idxFolder(): string {
  const folder = temporaryFolder()
  for (const part of ['train', 't10k']) {
    writeFileSync(join(folder, `${part}-images-idx3-ubyte`), idxBytes([2, 1, 1], [7, 9]))
    writeFileSync(join(folder, `${part}-labels-idx1-ubyte`), idxBytes([2], [9, 0]))
  }
  return folder
}

describe('openSource', () => {
  test.each([
    ['cifar10', 'cifar', ['train', 'test']],
    ['cifar100', 'cifar', ['train', 'test']],
    ['stl10', 'stl10', ['train', 'test']],
    ['ddsm', 'ddsm', ['train', 'test']],
    ['pcam', 'pcam', ['train', 'validation', 'test']],
    ['chexpert', 'chexpert', ['train', 'validation', 'test']],
    ['cats-vs-dogs', 'zip/pet-images.zip', ['train']],
  ])('reads %s', async (name, folder, parts) => {
    const source = await open(name, join(fixtures, folder))
    expect(source.name).toBe(name)
    expect(Object.keys(source.parts)).toEqual(parts)
  })

  test.each([
    [
      'webdataset',
      ['pets-train-000000.tar', 'pets-train-000001.tar', 'pets-val-000000.tar'],
      'validation',
    ],
    [
      'parquet',
      [
        'train-00000-of-00002.parquet',
        'train-00001-of-00002.parquet',
        'test-00000-of-00001.parquet',
      ],
      'test',
    ],
  ])('reads a folder of %s', async (name, files, part) => {
    const folder = temporaryFolder()
    for (const file of files) copyFileSync(join(fixtures, name, file), join(folder, file))
    const source = await open(name, folder)
    expect(source.name).toBe(name)
    expect(Object.keys(source.parts).sort()).toEqual([part, 'train'].sort())
  })

  test('reads a folder of images as such, and as ImageNet-LT where its lists are', async () => {
    const folder = temporaryFolder()
    for (const path of ['train/n00000001/a.png', 'val/n00000002/b.png']) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), 'never opened')
    }
    const images = await open('image-folder', folder)
    expect(Object.keys(images.parts)).toEqual(['train', 'validation'])
    writeFileSync(join(folder, 'ImageNet_LT_train.txt'), 'train/n00000001/a.png 0\n')
    const listed = await open('imagenet-lt', folder)
    expect([...(listed.parts.train?.labels ?? [])]).toEqual([0])
  })

  test('reads a file of MedMNIST by its own name', async () => {
    const source = await open('medmnist', join(fixtures, 'medmnist/chestmnist.npz'))
    expect(source.parts.train?.labelNames).toHaveLength(14)
  })

  test('names the classes of Fashion-MNIST, not those of MNIST', async () => {
    const root = idxFolder()
    const [digits, fashion] = [await open('mnist', root), await open('fashion-mnist', root)]
    expect([digits.name, fashion.name]).toEqual(['mnist', 'fashion-mnist'])
    expect(digits.parts.train?.classNames).toBeUndefined()
    expect(fashion.parts.train?.classNames?.[9]).toBe('Ankle boot')
  })

  test('hands options to the readers', async () => {
    const fine = await open('cifar100', join(fixtures, 'cifar'))
    const coarse = await open('cifar100', join(fixtures, 'cifar'), { labels: 'coarse' })
    expect(fine.parts.train?.classNames).toHaveLength(100)
    expect(coarse.parts.train?.classNames).toHaveLength(20)

    const five = await open('ddsm', join(fixtures, 'ddsm'), { classes: '5' })
    expect(five.parts.train?.classNames).toHaveLength(5)
  })

  test('splits Melanoma as LibAUC does, with or without duplicates', async () => {
    const rows = async (options: SourceOptions) => {
      const { parts } = await open('melanoma', join(fixtures, 'melanoma/jpeg'), options)
      expect(Object.keys(parts)).toEqual(['train', 'test'])
      return (parts.train?.count ?? 0) + (parts.test?.count ?? 0)
    }
    const dropped = await rows({ split: 'libauc' })
    expect(await rows({ split: 'libauc', duplicates: 'keep' })).toBeGreaterThan(dropped)
  })

  test('reads npy files of Cats vs Dogs where there are such', async () => {
    const root = join(fixtures, 'cats-vs-dogs')
    // Seven images, too few for a test part of 5,000: that this reader says so shows that it was the one.
    await expect(open('cats-vs-dogs', root, { channelOrder: 'bgr' })).rejects.toThrow(
      /cat_vs_dog_data\.npy: holds 7 images/,
    )
  })

  test('reads lateral views and uncertain findings of CheXpert as asked', async () => {
    const root = join(fixtures, 'chexpert')
    const rows = ({ parts }: ImageSource) =>
      (parts.train?.count ?? 0) + (parts.validation?.count ?? 0)
    const table = readFileSync(join(root, 'CheXpert-v1.0-small/train.csv'), 'utf8')
    const [all, lateral] = [/^CheXpert/gm, /,Lateral,/g].map((one) => table.match(one)?.length ?? 0)
    expect(lateral).toBeGreaterThan(0)
    expect(rows(await open('chexpert', root))).toBe(all! - lateral!)
    expect(rows(await open('chexpert', root, { views: 'all' }))).toBe(all)

    const unknown = async (uncertain: string) => {
      const { parts } = await open('chexpert', root, { uncertain })
      return Object.values(parts).flatMap(({ labels }) => [...labels].filter(Number.isNaN)).length
    }
    expect(await unknown('paper')).toBe(0)
    expect(await unknown('unknown')).toBeGreaterThan(0)
  })

  test.each(Object.keys(sources))('%s: says what an empty folder lacks', async (name) => {
    const folder = temporaryFolder()
    const error: unknown = await openSource(name, folder).catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(DataError)
    expect((error as DataError).file).toContain(folder)
  })

  test.each<[string, SourceOptions, string]>([
    [
      'CIFAR-10',
      {},
      'there is no data set "CIFAR-10"; did you mean cifar10? All: cifar10, cifar100',
    ],
    ['toString', {}, 'there is no data set "toString"'],
    [
      'cifar100',
      { label: 'fine' },
      'no option of cifar100 "label"; did you mean labels? All: labels',
    ],
    [
      'cifar100',
      { labels: 'course' },
      'no value of labels "course"; did you mean coarse? All: fine, coarse',
    ],
    ['cifar10', { labels: 'fine' }, 'there is no option of cifar10 "labels"'],
  ])('refuses %s with %o', async (name, options, problem) => {
    const opening = () => openSource(name, '/nowhere', options)
    await expect(opening).rejects.toThrow(RangeError)
    await expect(opening).rejects.toThrow(problem)
  })
})

test('the first value of an option is what readers do without it', async () => {
  const roots: Record<string, string> = { cifar100: 'cifar', ddsm: 'ddsm', chexpert: 'chexpert' }
  for (const [name, root] of Object.entries(roots)) {
    const first = Object.entries(sources[name]?.options ?? {}).map(([key, values]) => [
      key,
      values[0],
    ])
    expect(first).not.toEqual([])
    const plain = await open(name, join(fixtures, root))
    const asked = await open(name, join(fixtures, root), Object.fromEntries(first))
    expect(asked.parts.train?.labels).toEqual(plain.parts.train?.labels)
    expect(asked.parts.train?.classNames).toEqual(plain.parts.train?.classNames)
  }
})

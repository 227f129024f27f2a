import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { binarizeHalves } from '../src/builders/binarize.ts'
import { imbalance } from '../src/builders/imbalance.ts'
import { longTail } from '../src/builders/long-tail.ts'
import { DataError } from '../src/data-error.ts'
import { subset } from '../src/image-set.ts'
import { labelStatistics } from '../src/label-statistics.ts'
import type { ImageSource, SourcePart, StoredImage } from '../src/source.ts'
import { partStatistics, sourceStatistics } from '../src/statistics.ts'

const grey: StoredImage = { pixels: new Uint8Array(6), shape: [2, 3, 1] }

function partOf(part: Partial<SourcePart> & Pick<SourcePart, 'labels'>): SourcePart {
  const { labels, labelNames = ['class'] } = part
  return {
    count: labels.length / labelNames.length,
    labelNames,
    id: (index) => `file-${index}.png`,
    image: async () => grey,
    ...part,
  }
}

/** `counts[c]` labels of each class c, one class after the other. */
const labelsOf = (counts: readonly number[]) =>
  Float32Array.from(counts.flatMap((count, label) => Array<number>(count).fill(label)))

const sourceOf = (train: SourcePart): ImageSource => ({
  name: 'made-up',
  parts: { train },
  notes: ['one image was given twice'],
  close: async () => {},
})

const even = (classes: number, each: number) => Array<number>(classes).fill(each)
const percent = (share: number, digits = 0) => Number((share * 100).toFixed(digits))

describe("the paper's Table 3", () => {
  // Labels with the class counts that the publishers state; the expectations are what Table 3 prints.
  test.each([
    ['CATvsDOG', even(2, 10_000), 20_000],
    ['CIFAR10', even(10, 5000), 50_000],
    ['CIFAR100', even(100, 500), 50_000],
    ['STL10', even(10, 500), 5000],
  ])('%s: class halves, made imbalanced to 1, 10 and 30 %%', async (_, counts, images) => {
    const labels = labelsOf(counts)
    const { parts, imbalanced } = await sourceStatistics(sourceOf(partOf({ labels })))
    expect(parts.train?.images).toBe(images)
    const all = binarizeHalves({
      images: new Uint8Array(images),
      shape: [images, 1, 1, 1],
      labels: Uint8Array.from(labels),
    })
    const made = [0.01, 0.1, 0.3].map((imratio) => {
      const set = subset(all, imbalance(all.labels, { imratio, seed: 0 }))
      const [label] = labelStatistics(partOf({ labels: Float32Array.from(set.labels) }))
      return { asked: imratio, ...label! }
    })
    expect(made.map(({ imratio }) => percent(imratio))).toEqual([1, 10, 30])
    expect(made.map(({ classes }) => classes.length)).toEqual([2, 2, 2])
    // What inspecting announces is what the builder does.
    const announced = ({ asked: imratio, positives, negatives }: (typeof made)[number]) => ({
      imratio,
      positives,
      negatives,
    })
    expect(imbalanced).toEqual(made.map(announced))
  })

  /** `labels` cut into a source whose parts hold `counts` images each. */
  const splitSource = (
    labels: Float32Array,
    labelNames: readonly string[],
    counts: Readonly<Record<string, number>>,
  ): ImageSource => {
    let at = 0
    const parts = Object.entries(counts).map(([name, count]) => {
      const from = at
      at += count * labelNames.length
      return [name, partOf({ labels: labels.subarray(from, at), labelNames })] as const
    })
    return { ...sourceOf(partOf({ labels })), parts: Object.fromEntries(parts) }
  }

  test('PatchCam: training and validation images together, 1 %', async () => {
    // Both kinds in turn, as each part is half tumour.
    const labels = Float32Array.from({ length: 327_680 }, (_, row) => row % 2)
    const counts = { train: 262_144, validation: 32_768, test: 32_768 }
    const { together } = await sourceStatistics(splitSource(labels, ['class'], counts))
    const learnt = together['train + validation']!
    expect(learnt.images).toBe(294_912)
    const { positives, negatives } = learnt.labels[0]!
    const binary = new Uint8Array(positives + negatives).fill(1, 0, positives)
    const kept = imbalance(binary, { imratio: 0.01, seed: 0 })
    expect(kept.length - negatives).toBe(1489)
    expect(percent(1489 / kept.length)).toBe(1)
  })

  test('CheXpert: 12.2, 32.2, 6.8, 31.2 and 40.3 % of its 191,027 frontal images', async () => {
    const positives = [23_385, 61_493, 12_983, 59_583, 76_899]
    const labels = Float32Array.from({ length: 191_027 * 5 }, (_, at) =>
      Math.floor(at / 5) < positives[at % 5]! ? 1 : 0,
    )
    const names = ['Cardiomegaly', 'Edema', 'Consolidation', 'Atelectasis', 'Pleural Effusion']
    const counts = { train: 171_000, validation: 20_027 }
    const { together, imbalanced } = await sourceStatistics(splitSource(labels, names, counts))
    const { images, labels: counted } = together['train + validation']!
    expect(images).toBe(191_027)
    expect(counted.map(({ name }) => name)).toEqual(names)
    expect(counted.map((label) => label.positives)).toEqual(positives)
    expect(counted.map(({ imratio }) => percent(imratio, 1))).toEqual([12.2, 32.2, 6.8, 31.2, 40.3])
    expect(imbalanced).toEqual([])
  })

  test('Melanoma: 1.76 % of all 33,126 images', async () => {
    const labels = labelsOf([32_542, 584])
    const counts = { train: 23_188, validation: 3313, test: 6625 }
    const { together } = await sourceStatistics(splitSource(labels, ['class'], counts))
    const { images, labels: counted } = together['all parts']!
    expect(images).toBe(33_126)
    expect(percent(counted[0]!.imratio, 2)).toBe(1.76)
  })

  test('DDSM+: 13 %', async () => {
    const part = await partStatistics(partOf({ labels: labelsOf([48_596, 7289]) }))
    expect(percent(part.labels[0]!.imratio)).toBe(13)
    expect(part.labels[0]!.classes).toHaveLength(2)
  })

  test.each([
    ['CIFAR10 (LT)', 10, 5000],
    ['CIFAR100 (LT)', 100, 500],
    ['STL10 (LT)', 10, 500],
  ])('%s: long-tailed to 1 and 10 %%', (_, classes, each) => {
    const labels = labelsOf(even(classes, each))
    for (const imratio of [0.01, 0.1]) {
      const rows = longTail(labels, { imratio, seed: 0 })
      const [label] = labelStatistics(
        partOf({ labels: Float32Array.from(rows, (row) => labels[row]!) }),
      )
      expect(label!.classes).toHaveLength(classes)
      expect(label!.smallestToLargest).toBe(imratio)
    }
  })

  test('ImageNet (LT): 1,000 classes of 5 to 1,280 images, 0.39 %', async () => {
    const between = 115_846 - 1280 - 5
    const counts = Array.from({ length: 998 }, (_, i) => Math.floor((between + i) / 998))
    const part = await partStatistics(partOf({ labels: labelsOf([1280, ...counts, 5]) }))
    expect(part.images).toBe(115_846)
    expect(part.labels[0]!.classes).toHaveLength(1000)
    expect(percent(part.labels[0]!.smallestToLargest, 2)).toBe(0.39)
  })
})

describe('labelStatistics', () => {
  test('counts classes by name, also those that do not occur', () => {
    const part = partOf({ labels: labelsOf([3, 0, 1]), classNames: ['cat', 'dog', 'eel'] })
    expect(labelStatistics(part)).toEqual([
      {
        name: 'class',
        classes: [
          { name: 'cat', images: 3 },
          { name: 'dog', images: 0 },
          { name: 'eel', images: 1 },
        ],
        unknown: 0,
        positives: 1,
        negatives: 3,
        imratio: 0.25,
        smallestToLargest: 0,
      },
    ])
  })

  test('tells what is not known from what is not there', () => {
    const labels = Float32Array.of(1, Number.NaN, 0, 0, Number.NaN, Number.NaN)
    const [first, second] = labelStatistics(partOf({ labels, labelNames: ['a', 'b'] }))
    expect(first).toMatchObject({ positives: 1, negatives: 1, unknown: 1, imratio: 0.5 })
    expect(second).toMatchObject({ positives: 0, negatives: 1, unknown: 2, imratio: 0 })
  })

  test('calls classes without names by their numbers', () => {
    const [label] = labelStatistics(partOf({ labels: Float32Array.of(0, 3, 3) }))
    expect(label!.classes.map(({ name, images }) => `${name}: ${images}`)).toEqual([
      '0: 1',
      '1: 0',
      '2: 0',
      '3: 2',
    ])
    expect(label).toMatchObject({ positives: 2, negatives: 1 })
  })

  test.each([
    [[0, 0], 0, 2],
    [[1, 1], 2, 0],
    [[], 0, 0],
  ])('of one class alone: %j has %d positives, %d negatives', (labels, positives, negatives) => {
    const [label] = labelStatistics(partOf({ labels: Float32Array.from(labels) }))
    expect(label).toMatchObject({ positives, negatives })
  })

  test('agrees with binarizeHalves', () => {
    for (const counts of [[1, 2], [1, 2, 3], [4, 0, 2, 1], even(7, 3)]) {
      const labels = labelsOf(counts)
      const n = labels.length
      const images = new Uint8Array(n)
      const set = binarizeHalves({ images, shape: [n, 1, 1, 1], labels: Uint8Array.from(labels) })
      const [label] = labelStatistics(partOf({ labels }))
      expect(label!.positives).toBe(set.labels.reduce((sum, value) => sum + value, 0))
    }
  })
})

describe('partStatistics', () => {
  test('counts patients and tells sizes apart, the most frequent first', async () => {
    const encoded = await sharp({ create: { width: 5, height: 4, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer()
    const part = partOf({
      labels: labelsOf([4, 2]),
      groups: ['a', 'a', 'b', 'c', 'b', 'a'],
      image: async (index) => (index === 1 ? grey : { encoded }),
    })
    expect(await partStatistics(part)).toMatchObject({
      images: 6,
      groups: 3,
      sizes: [
        { shape: [4, 5, 3], images: 5 },
        { shape: [2, 3, 1], images: 1 },
      ],
    })
  })

  test('looks at few images of many, from the first to near the last', async () => {
    const looked: number[] = []
    const part = partOf({
      labels: labelsOf([600, 400]),
      image: async (index) => {
        looked.push(index)
        return grey
      },
    })
    const { sizes } = await partStatistics(part, { looks: 4 })
    expect(looked).toEqual([0, 250, 500, 750])
    expect(sizes).toEqual([{ shape: [2, 3, 1], images: 4 }])
  })

  test('names an image that is none', async () => {
    const encoded = Uint8Array.from(Buffer.from('no picture'))
    const part = partOf({ labels: labelsOf([1, 1]), image: async () => ({ encoded }) })
    await expect(partStatistics(part)).rejects.toThrow(DataError)
    await expect(partStatistics(part)).rejects.toThrow(/^file-0\.png: is not an image/)
  })
})

test('parts taken together count patients once and sum sizes', async () => {
  const train = partOf({ labels: labelsOf([2, 1]), groups: ['a', 'b', 'b'] })
  const validation = partOf({ labels: labelsOf([1, 1]), groups: ['c', 'c'] })
  const rest = partOf({ labels: labelsOf([0, 2]), groups: ['a', 'd'] })
  const source = { ...sourceOf(train), parts: { train, validation, test: rest } }
  const { together } = await sourceStatistics(source)
  expect(together).toMatchObject({
    'train + validation': { images: 5, groups: 3, sizes: [{ images: 5 }] },
    'all parts': { images: 7, groups: 4, sizes: [{ images: 7 }], labels: [{ positives: 4 }] },
  })
  expect((await sourceStatistics(sourceOf(train))).together).toEqual({})
})

test('sourceStatistics keeps name, notes and the order of parts', async () => {
  const train = partOf({ labels: labelsOf([90, 20]) })
  const source = {
    ...sourceOf(train),
    parts: { train, test: partOf({ labels: labelsOf([1, 1]) }) },
  }
  const statistics = await sourceStatistics(source)
  expect(statistics).toMatchObject({ name: 'made-up', notes: ['one image was given twice'] })
  expect(Object.keys(statistics.parts)).toEqual(['train', 'test'])
  // 1 % of 90 leaves no positive, 30 % asks for 38 of 20.
  expect(statistics.imbalanced).toEqual([{ imratio: 0.1, positives: 10, negatives: 90 }])
})

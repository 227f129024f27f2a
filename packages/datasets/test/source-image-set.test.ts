import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { DataError } from '../src/data-error.ts'
import { binarizeHalves } from '../src/index.ts'
import { sharedBytes } from '../src/shared-bytes.ts'
import type { SourcePart, StoredImage } from '../src/source.ts'
import { imageSet } from '../src/source-image-set.ts'
import { arrayPart } from '../src/sources/array-part.ts'
import { readCifar10 } from '../src/sources/cifar.ts'
import { fixture } from './fixtures.ts'

function partOf(images: StoredImage[], labels: number[] = images.map(() => 0)): SourcePart {
  return {
    count: images.length,
    labelNames: ['class'],
    labels: Float32Array.from(labels),
    id: (index) => `image ${index}`,
    image: async (index) => images[index]!,
  }
}

/** A PNG of one colour, or of one grey. */
async function png(values: number[], width = 3): Promise<StoredImage> {
  const channels = values.length as 1 | 3 | 4
  const pixels = Array.from({ length: 2 * width }, () => values)
  const image = sharp(Buffer.from(pixels.flat()), { raw: { width, height: 2, channels } })
  const space = channels === 1 ? 'b-w' : 'srgb'
  return { encoded: await image.toColourspace(space).png().toBuffer() }
}

describe('imageSet', () => {
  test('uses arrays in shared memory as they are', async () => {
    const { train } = (await readCifar10(fixture('cifar'))).parts
    const set = await imageSet(train!)
    expect(set.shape).toEqual([10, 32, 32, 3])
    expect(set.labels).toBeInstanceOf(Uint8Array)
    expect([...set.labels]).toEqual([...train!.labels])
    expect(set.classNames).toBe(train!.classNames)
    const image = await train!.image(7)
    if (!('pixels' in image)) throw new Error('encoded')
    expect(set.images.buffer).toBe(image.pixels.buffer)
    expect(set.images.subarray(7 * 3072, 8 * 3072)).toEqual(image.pixels)
    expect(binarizeHalves(set).labels.length).toBe(10)
  })

  test('copies arrays that lie elsewhere', async () => {
    const pixels = Uint8Array.of(1, 2, 3, 4)
    const shape = [4, 1, 1, 1] as const
    const set = await imageSet(arrayPart({ pixels, shape, labels: [0, 300, 1, 0], id: String }))
    expect([...set.images]).toEqual([1, 2, 3, 4])
    expect(set.images.buffer).toBeInstanceOf(SharedArrayBuffer)
    expect(set.labels).toEqual(Int32Array.of(0, 300, 1, 0))
    const shared = sharedBytes(4)
    shared.set(pixels)
    const at = (index: number): StoredImage => ({
      pixels: shared.subarray(index, index + 1),
      shape: [1, 1, 1],
    })
    const turned = await imageSet(partOf([at(3), at(0), at(1)]))
    expect([...turned.images]).toEqual([4, 1, 2])
  })

  test('decodes grey and RGB', async () => {
    const grey = await imageSet(partOf([await png([7]), await png([200])]))
    expect(grey.shape).toEqual([2, 2, 3, 1])
    expect([...grey.images]).toEqual([...Array(6).fill(7), ...Array(6).fill(200)])
    const colour = await imageSet(partOf([await png([1, 2, 3]), await png([9, 8, 7, 255])], [1, 0]))
    expect(colour.shape).toEqual([2, 2, 3, 3])
    expect([...colour.images.subarray(0, 6), ...colour.images.subarray(18, 21)]).toEqual([
      1, 2, 3, 1, 2, 3, 9, 8, 7,
    ])
    expect([...colour.labels]).toEqual([1, 0])
  })

  test.each<[string, () => Promise<SourcePart>, RegExp]>([
    [
      'other sizes',
      async () => partOf([await png([1]), await png([1], 4)]),
      /image 1 is of 2 × 4 × 1, but the first image of 2 × 3 × 1\. Prepare the data/,
    ],
    [
      'grey among RGB',
      async () => partOf([await png([1, 2, 3]), await png([1])]),
      /image 1 is of 2 × 3 × 1/,
    ],
    ['no image', async () => partOf([]), /holds no image/],
    [
      'text',
      async () => partOf([{ encoded: Buffer.from('text') }]),
      /image 0: is not an image file/,
    ],
    [
      'an unknown label',
      async () => partOf([await png([1])], [Number.NaN]),
      /image 0 has label NaN, which is no class/,
    ],
    [
      'too many',
      async () => ({ ...partOf([await png([1])]), count: 2 ** 30 }),
      /1073741824 images of 2 × 3 × 1 do not fit/,
    ],
  ])('refuses %s', async (_, part, problem) => {
    const reading = imageSet(await part())
    await expect(reading).rejects.toThrow(DataError)
    await expect(reading).rejects.toThrow(problem)
  })

  test('refuses several labels', async () => {
    const part = { ...partOf([await png([1])]), labelNames: ['a', 'b'] }
    await expect(imageSet(part)).rejects.toThrow(RangeError)
  })
})

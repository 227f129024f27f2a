import { expect, test } from 'vitest'
import { arrayPart, arraySource } from '../src/sources/array-part.ts'

const images = { pixels: Uint8Array.of(1, 2, 3, 4, 5, 6), shape: [3, 1, 2, 1] } as const
const id = (index: number) => `image ${index}`

test('a part shows its images and labels without copying', async () => {
  const part = arrayPart({ ...images, labels: [0, 1, 1], classNames: ['a', 'b'], id })
  expect(part).toMatchObject({ count: 3, labelNames: ['class'], classNames: ['a', 'b'] })
  expect(part.labels).toEqual(Float32Array.of(0, 1, 1))
  expect(await part.image(1)).toEqual({ pixels: Uint8Array.of(3, 4), shape: [1, 2, 1] })
  const image = await part.image(2)
  expect('pixels' in image && image.pixels.buffer).toBe(images.pixels.buffer)
  expect(part.id(2)).toBe('image 2')
  for (const index of [-1, 3, 0.5])
    await expect(part.image(index)).rejects.toThrow(
      new RangeError(`there is no row ${index} in a part of 3`),
    )
})

test('images can be read one by one, with several labels each', async () => {
  const labelNames = ['x', 'y']
  const pixels = async (index: number) => Uint8Array.of(index, index)
  const part = arrayPart({ ...images, pixels, labels: [0, 1, 1, 1, 0, 0], labelNames, id })
  expect(part.classNames).toBeUndefined()
  expect(await part.image(2)).toEqual({ pixels: Uint8Array.of(2, 2), shape: [1, 2, 1] })
})

test('labels must fit the images', () => {
  expect(() => arrayPart({ ...images, labels: [0, 1], id })).toThrow(
    '3 images need 3 labels, got 2',
  )
})

test('a data set in memory can be closed', async () => {
  const source = arraySource('name', {}, ['a note.'])
  expect(source).toMatchObject({ name: 'name', parts: {}, notes: ['a note.'] })
  await source.close()
})

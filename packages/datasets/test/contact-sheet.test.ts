import sharp from 'sharp'
import { expect, test } from 'vitest'
import { contactSheet } from '../src/index.ts'

test('draws grey images in a grid on white', async () => {
  const png = await contactSheet(Uint8Array.of(1, 2, 3, 4, 5, 6), [3, 1, 2, 1], 2)
  expect([...png.subarray(1, 4)]).toEqual([...Buffer.from('PNG')])
  const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true })
  expect(info).toMatchObject({ width: 5, height: 3 })
  expect([...data]).toEqual([1, 2, 255, 3, 4, 255, 255, 255, 255, 255, 5, 6, 255, 255, 255])
})

test('draws colour images', async () => {
  const png = await contactSheet(Uint8Array.of(9, 8, 7, 1, 2, 3), [2, 1, 1, 3], 2)
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true })
  expect(info).toMatchObject({ width: 3, height: 1, channels: 3 })
  expect([...data]).toEqual([9, 8, 7, 255, 255, 255, 1, 2, 3])
})

test.each([
  [[0, 1, 1, 1], 1],
  [[1, 1, 1, 1], 0],
  [[1, 1, 1, 1], 1.5],
  [[1, 1, 1, 2], 1],
] as const)('refuses shape %j in %d columns', async (shape, columns) => {
  await expect(contactSheet(new Uint8Array(2), shape, columns)).rejects.toThrow(RangeError)
})

import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { DataError } from '../src/data-error.ts'
import { resizeAntialiased } from '../src/formats/resize-antialiased.ts'
import { decodeImage } from '../src/formats/sharp-decode.ts'
import { golden, sha256 } from './containers.ts'
import { fixture, readOrRefuse } from './fixtures.ts'
import { mutants } from './mutants.ts'

const file = (name: string) => readFileSync(fixture('image', name))

describe("gives Pillow's pixels for", () => {
  test.each(Object.entries(golden.images))('%s', async (name, { grey, rgb, luminance }) => {
    const colour = await decodeImage(file(name), { channels: 3 })
    expect([colour.shape, sha256(colour.pixels)]).toEqual([[20, 24, 3], rgb])
    const one = await decodeImage(file(name), { channels: 1 })
    expect([one.shape, sha256(one.pixels)]).toEqual([[20, 24, 1], luminance])
    const asStored = await decodeImage(file(name))
    expect(asStored).toEqual(grey ? one : colour)
  })
})

test.each(golden.resized)('resizes $shape to $size as Pillow does', async (row) => {
  const { shape, size, input, png, output } = row
  const channels = shape[2] as 1 | 3
  const decoded = await decodeImage(Buffer.from(png, 'hex'), { channels })
  expect(sha256(decoded.pixels)).toBe(input)
  expect([...resizeAntialiased(decoded.pixels, shape, size)]).toEqual(output)
  const resized = await decodeImage(Buffer.from(png, 'hex'), { channels, size })
  expect([resized.shape, [...resized.pixels]]).toEqual([[...size, channels], output])
})

/** A PNG with another size in its header. */
function pngOfSize(width: number, height: number): Buffer {
  const bytes = file('grey.png')
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29)
  return bytes
}

test.each([
  ['a decompression bomb', pngOfSize(50_000, 50_000), /exceeds pixel limit/],
  ['a cut JPEG', file('colour.jpg').subarray(0, 600), /cannot be decoded/],
  ['a cut PNG', file('colour.png').subarray(0, 600), /cannot be decoded/],
  ['what sharp does not read', Buffer.from('P6 1 1 255 abc'), /unsupported image format/],
  ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /is not an image file/],
  ['nothing', new Uint8Array(), /is not an image file/],
])('refuses %s', async (_, bytes, problem) => {
  const decoding = decodeImage(bytes, { channels: 3, file: 'cats/1.jpg' })
  await expect(decoding).rejects.toThrow(DataError)
  await expect(decoding).rejects.toThrow(problem)
  await expect(decoding).rejects.toThrow(/^cats\/1\.jpg: /)
})

test.each(['colour.jpg', 'progressive.jpg', 'colour.png', 'palette.png'])(
  'damaged copies of %s are refused, or decoded to as many pixels as they say',
  async (name) => {
    let decoded = 0
    for (const mutant of mutants(file(name), 500, 5)) {
      const image = await readOrRefuse(() => decodeImage(mutant, { channels: 3, file: name }))
      if (!image) continue
      decoded++
      const [h, w, c] = image.shape
      expect(image.pixels.length).toBe(h * w * c)
    }
    expect(decoded).toBeGreaterThan(3)
  },
)

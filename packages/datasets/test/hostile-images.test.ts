import { readFileSync } from 'node:fs'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { DataError } from '../src/data-error.ts'
import { decodeImage } from '../src/formats/sharp-decode.ts'
import { storedSize } from '../src/formats/stored-size.ts'
import { fixture } from './fixtures.ts'

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
const formats: [string, Uint8Array][] = [
  ['SVG', Buffer.from(svg)],
  ['SVG with a declaration', Buffer.from(`<?xml version="1.0"?>\n${svg}`)],
  [
    'SVG that takes in a file',
    Buffer.from(
      `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${svg.replace('/>', '>&x;</svg>')}`,
    ),
  ],
  ['PDF', Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n')],
  ['HEIF', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
  ['OpenEXR', Buffer.from('762f3101020000000000', 'hex')],
  ['a pickle', Buffer.from('\x80\x04cos\nsystem\n.', 'latin1')],
]

describe.each(formats)('%s', (_, bytes) => {
  test('is no image', async () => {
    await expect(decodeImage(bytes, { file: 'x.png' })).rejects.toThrow('is not an image file')
    await expect(storedSize({ encoded: bytes }, 'x.png')).rejects.toThrow(DataError)
    await expect(storedSize({ encoded: bytes }, 'x.png')).rejects.toThrow('is not an image')
  })
})

test('sharp itself would take an SVG', async () => {
  expect((await sharp(Buffer.from(svg)).metadata()).format).toBe('svg')
})

// The first bytes of other formats do not lead to the reader of SVG.
test.each(['BM', 'GIF89a', 'P5 ', 'II*\0', '\xff\xd8\xff'])('%j before an SVG', async (start) => {
  const bytes = Buffer.from(`${start}${svg}`, 'latin1')
  await expect(decodeImage(bytes, { file: 'x' })).rejects.toThrow(/^x: cannot be decoded/)
  await expect(storedSize({ encoded: bytes }, 'x')).rejects.toThrow(DataError)
})

function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(type), data, Buffer.alloc(4)])
  bytes.writeUInt32BE(data.length)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), bytes.length - 4)
  return bytes
}

/** A whole, grey PNG of 200 million pixels in 200 KB. */
function bomb(): Buffer {
  const [width, height] = [20_000, 10_000]
  const header = Buffer.from('0000000000000000' + '0800000000', 'hex')
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  const data = deflateSync(Buffer.alloc((width + 1) * height), { level: 1 })
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  const chunks = [chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([signature, ...chunks])
}

test('a whole image of more than 10⁸ pixels is refused before memory is taken for them', async () => {
  const bytes = bomb()
  const before = process.memoryUsage().rss
  await expect(decodeImage(bytes, { file: 'x' })).rejects.toThrow(/exceeds pixel limit/)
  expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 26)
})

test('an image is measured by its header', async () => {
  const bytes = readFileSync(fixture('image', 'grey.png'))
  expect(await storedSize({ encoded: bytes }, 'x')).toEqual([20, 24, 1])
})

/** Writes PNG files without the decoder under test. */
import { crc32, deflateSync } from 'node:zlib'

/** @param pixels `[side, side]`, grey */
export function greyPng(pixels: Uint8Array, side: number): Buffer {
  const rows = Array.from({ length: side }, (_, y) =>
    Buffer.concat([Buffer.of(0), pixels.subarray(side * y, side * (y + 1))]),
  )
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header[8] = 8
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const frame = Buffer.alloc(body.length + 8)
  frame.writeUInt32BE(data.length, 0)
  body.copy(frame, 4)
  frame.writeUInt32BE(crc32(body), body.length + 4)
  return frame
}

/** Archives with names that no program for packing would write. */
import { crc32 } from 'node:zlib'

export interface Packed {
  readonly name: string
  readonly data?: string
}

/** A zip file of files that are not compressed. */
export function zipOf(files: readonly Packed[]): Buffer {
  const locals: Buffer[] = []
  const records: Buffer[] = []
  let at = 0
  for (const { name, data = '' } of files) {
    const [path, content] = [Buffer.from(name), Buffer.from(data)]
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20)
    fields.writeUInt32LE(crc32(content), 10)
    fields.writeUInt32LE(content.length, 14)
    fields.writeUInt32LE(content.length, 18)
    fields.writeUInt16LE(path.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, path, content])
    records.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), fields, place, path)
    locals.push(local)
    at += local.length
  }
  const directory = Buffer.concat(records)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, directory, end])
}

export interface Tarred extends Packed {
  /** One character, as in the header; `'0'`: a file. */
  readonly type?: string
}

/** A tar file (ustar). */
export function tarOf(entries: readonly Tarred[]): Buffer {
  const blocks = entries.flatMap(({ name, type = '0', data = '' }) => {
    const header = Buffer.alloc(512)
    const size = Buffer.byteLength(data)
    header.write(name)
    header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
    header.write(`        ${type}`, 148)
    header.write('ustar\x0000', 257)
    const sum = header.reduce((total, byte) => total + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    const content = Buffer.alloc(Math.ceil(size / 512) * 512)
    content.write(data)
    return [header, content]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

/** A header that gives the next entry another name. */
export function paxName(name: string): Tarred {
  const rest = ` path=${name}\n`
  const length = Buffer.byteLength(rest) + 2
  return { name: 'pax', type: 'x', data: `${length + (length > 99 ? 1 : 0)}${rest}` }
}

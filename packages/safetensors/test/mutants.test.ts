import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type ByteSource,
  openSafetensors,
  readSafetensors,
  type SafetensorsContent,
  SafetensorsError,
  type SafetensorsTensor,
  writeSafetensors,
} from '../src/index.ts'
import { isSound } from './contents.ts'
import { plain } from './files.ts'

const original = writeSafetensors(
  new Map<string, SafetensorsTensor>([
    ['conv.weight', { dtype: 'F32', shape: [2, 1, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
    ['steps', { dtype: 'I64', shape: [], data: BigInt64Array.of(7n) }],
    ['é', { dtype: 'BF16', shape: [2, 2], data: Uint16Array.of(1, 2, 3, 4) }],
    ['none', { dtype: 'U8', shape: [0, 5], data: new Uint8Array() }],
    ['mask', { dtype: 'BOOL', shape: [3], data: Uint8Array.of(1, 0, 1) }],
  ]),
  new Map([['format', 'pt']]),
)
const headerLength = Number(new DataView(original.buffer).getBigUint64(0, true))

/** A change of one token of the header to another, or of any bytes of the file. */
const damage = fc.oneof(
  fc.record({
    at: fc.nat(),
    token: fc.constantFrom(...'0 1 2 3 4 8 9 16 -1 { } [ ] , : " F16 U8 I32 F4 \\ null'.split(' ')),
  }),
  fc.record({ at: fc.nat(), swapWith: fc.nat() }),
  fc.record({ at: fc.nat(), space: fc.constantFrom(' ', '\n', '\0', '0') }),
  fc.record({ byte: fc.nat(), value: fc.nat(255) }),
  fc.record({ fromEnd: fc.nat(40), value: fc.nat(255) }),
  fc.record({ cut: fc.nat(), length: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ repeat: fc.nat(), length: fc.integer({ min: 1, max: 40 }) }),
)
type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never

const mutant = fc
  .record({ damages: fc.array(damage, { minLength: 1, maxLength: 3 }), repair: fc.boolean() })
  .map(({ damages, repair }) => {
    let header = Buffer.from(original.subarray(8, 8 + headerLength)).toString('latin1')
    for (const one of damages) header = damaged(header, one)
    const prefix = original.slice(0, 8)
    if (repair) new DataView(prefix.buffer).setBigUint64(0, BigInt(header.length), true)
    const file = Buffer.concat([
      prefix,
      Buffer.from(header, 'latin1'),
      original.subarray(8 + headerLength),
    ])
    return new Uint8Array(damages.reduce(damagedBytes, file))
  })

function damaged(header: string, damage: Damage): string {
  const tokens = header.match(/\w+|\W/g) ?? []
  if (!('at' in damage) || tokens.length === 0) return header
  const at = damage.at % tokens.length
  if ('token' in damage) tokens[at] = damage.token
  else if ('space' in damage) tokens.splice(at, 0, damage.space)
  else tokens[at] = tokens[damage.swapWith % tokens.length]!
  return tokens.join('')
}

function damagedBytes(file: Buffer, damage: Damage): Buffer {
  const copy = Buffer.from(file)
  if ('byte' in damage) copy[damage.byte % copy.length] = damage.value
  if ('fromEnd' in damage) copy[copy.length - 1 - damage.fromEnd] = damage.value
  const start = (place: number) => Buffer.from(copy.subarray(0, place % copy.length))
  if ('cut' in damage)
    return Buffer.concat([
      start(damage.cut),
      copy.subarray((damage.cut % copy.length) + damage.length),
    ])
  if ('repeat' in damage) {
    const at = damage.repeat % copy.length
    return Buffer.concat([start(at), copy.subarray(at, at + damage.length), copy.subarray(at)])
  }
  return copy
}

/** What `read` gives, or undefined where it refuses; any other error is the reader's own fault. */
async function readOrRefuse<T>(read: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof SafetensorsError) return undefined
    throw error
  }
}

async function readOneByOne(bytes: Uint8Array): Promise<SafetensorsContent> {
  const source: ByteSource = {
    byteLength: bytes.length,
    read: async (begin, end) => bytes.slice(begin, end),
  }
  const { entries, metadata, read } = await openSafetensors(source)
  const tensors = new Map<string, SafetensorsTensor>()
  for (const name of entries.keys()) tensors.set(name, await read(name))
  return { tensors, metadata }
}

test('4,000 damaged files are refused, or read as what they then are', async () => {
  const count = { read: 0, refused: 0 }
  await fc.assert(
    fc.asyncProperty(mutant, async (bytes) => {
      const content = await readOrRefuse(() => readSafetensors(bytes))
      const pieces = await readOrRefuse(() => readOneByOne(bytes))
      expect(pieces && plain(pieces)).toEqual(content && plain(content))
      expect(pieces?.metadata).toEqual(content?.metadata)
      count[content ? 'read' : 'refused']++
      if (!content) return
      expect(isSound(content)).toBe(true)
      const lengths = Array.from(content.tensors.values(), ({ data }) => data.byteLength)
      const header = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true))
      expect(lengths.reduce((sum, length) => sum + length, header)).toBe(bytes.length)
      const again = readSafetensors(writeSafetensors(content.tensors, content.metadata))
      expect(plain(again)).toEqual(plain(content))
      expect(again.metadata).toEqual(content.metadata)
    }),
    { numRuns: 4000, seed: 7 },
  )
  expect(count.read).toBeGreaterThan(300)
  expect(count.refused).toBeGreaterThan(2000)
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  readSafetensors,
  type SafetensorsTensor,
  safetensorsParts,
  writeSafetensors,
} from '../src/index.ts'
import { contents, isSound } from './contents.ts'
import { bytesOf, names, plain } from './files.ts'

test.each(names.filter((name) => name !== 'handmade'))(
  'writes what PyPI wrote, byte for byte: %s',
  (name) => {
    const bytes = bytesOf(name)
    const { tensors, metadata } = readSafetensors(bytes)
    expect(Buffer.compare(writeSafetensors(backwards(tensors), metadata), bytes)).toBe(0)
  },
)

test('what is written is read again, in whatever order it was given', () => {
  fc.assert(
    fc.property(contents, ({ tensors, metadata }) => {
      const bytes = writeSafetensors(tensors, metadata)
      const read = readSafetensors(bytes)
      expect(isSound(read)).toBe(true)
      expect(plain(read)).toEqual(plain({ tensors }))
      expect(read.metadata).toEqual(metadata)
      for (const { data } of read.tensors.values()) expect(data.buffer).toBe(bytes.buffer)
      const again = writeSafetensors(backwards(tensors), backwards(metadata))
      expect(Buffer.compare(again, bytes)).toBe(0)
    }),
    { numRuns: 500 },
  )
})

test('the parts are the header and the memory of the tensors', () => {
  const { tensors, metadata } = readSafetensors(bytesOf('numpy'))
  const parts = safetensorsParts(tensors, metadata)
  expect(parts).toHaveLength(1 + tensors.size)
  for (const { data } of tensors.values())
    expect(
      parts.some(
        ({ buffer, byteOffset }) => buffer === data.buffer && byteOffset === data.byteOffset,
      ),
    ).toBe(true)
  expect(Buffer.compare(Buffer.concat(parts), bytesOf('numpy'))).toBe(0)
})

test('writes the part of an array that the tensor has, also of a Buffer', () => {
  const whole = Float32Array.of(1, 2, 3, 4)
  const bytes = writeSafetensors(
    new Map<string, SafetensorsTensor>([
      ['part', { dtype: 'F32', shape: [2], data: whole.subarray(1, 3) }],
      ['buffer', { dtype: 'U8', shape: [3], data: Buffer.from('abc') }],
    ]),
  )
  const { tensors } = readSafetensors(bytes)
  expect(tensors.get('part')!.data).toEqual(Float32Array.of(2, 3))
  expect(tensors.get('buffer')!.data).toEqual(Uint8Array.of(97, 98, 99))
})

describe('refuses', () => {
  const data = Uint8Array.of(1, 2)
  const write = (tensor: object, name = 'w', metadata: [unknown, unknown][] = []) =>
    writeSafetensors(
      new Map([[name, { dtype: 'U8', shape: [2], data, ...tensor } as SafetensorsTensor]]),
      new Map(metadata as [string, string][]),
    )

  test.each([
    ['an array of another type', { dtype: 'I8' }, 'tensor "w" needs a Int8Array for I8'],
    ['numbers for their bits', { dtype: 'F16', shape: [1] }, 'needs a Uint16Array for F16'],
  ])('%s', (_, tensor, problem) => {
    expect(() => write(tensor)).toThrow(TypeError)
    expect(() => write(tensor)).toThrow(problem)
  })

  test.each([
    ['a shape that is too large', [3]],
    ['a shape that is too small', []],
    ['sizes below 0', [-1, -2]],
    ['sizes with a fraction', [0.5, 4]],
    ['sizes that are not finite', [Number.NaN]],
  ])('%s', (_, shape) => {
    expect(() => write({ shape })).toThrow(RangeError)
    expect(() => write({ shape })).toThrow(`tensor "w" has 2 bytes, which are no U8 [${shape}]`)
  })

  test('names and metadata that a file cannot hold', () => {
    expect(() => write({}, '__metadata__')).toThrow(RangeError)
    expect(() => write({}, '\ud800')).toThrow(TypeError)
    expect(() => write({}, 'w', [['k', '\udc00']])).toThrow(TypeError)
    expect(() => write({}, 'w', [['k', 1]])).toThrow(TypeError)
  })

  test('a header that no reader would accept', () => {
    const long = 'a'.repeat(50_000_000)
    expect(() => write({}, 'w', [['k', long + long]])).toThrow(
      /the header has 1000000\d\d bytes, more than 100000000/,
    )
  })
})

function backwards<T>(map: ReadonlyMap<string, T>): Map<string, T> {
  return new Map([...map].reverse())
}

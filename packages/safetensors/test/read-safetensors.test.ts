import { expect, test } from 'vitest'
import { readSafetensors, SafetensorsError, toFloat32 } from '../src/index.ts'
import { bytesOf, fileOf, golden, hexOf, names, plain } from './files.ts'

test.each(names)('reads what PyPI wrote: %s', (name) => {
  const { tensors } = readSafetensors(bytesOf(name))
  expect([...tensors.keys()].sort()).toEqual(Object.keys(golden.files[name]!).sort())
  for (const [key, { dtype, shape, hex, float32 }] of Object.entries(golden.files[name]!)) {
    const tensor = tensors.get(key)!
    expect({ dtype: tensor.dtype, shape: tensor.shape, hex: hexOf(tensor.data) }).toEqual({
      dtype,
      shape,
      hex,
    })
    if (float32) expect([...toFloat32(tensor)]).toEqual(float32.map(Number))
    else expect(() => toFloat32(tensor)).toThrow(RangeError)
  }
})

test('gives the numbers of each type in its own array', () => {
  const { tensors } = readSafetensors(bytesOf('numpy'))
  const data = (name: string) => tensors.get(name)!.data
  expect(data('f8')).toEqual(Float64Array.of(0.1, -0, 1e300, Infinity, NaN, 2 ** -140))
  expect(data('f4')).toEqual(Float32Array.of(1.5, -2.25, Infinity, 3e-45))
  expect(data('f2')).toEqual(Uint16Array.of(0x3c00, 0x8000, 0x0001, 0x03ff, 0x7bff, 0xfc00, 0x7e00))
  expect(data('c8')).toEqual(Float32Array.of(1, 2, -0, -3))
  expect(data('i8').at(-1)).toBe(7n)
  expect(data('u8')[0]).toBe(2n ** 64n - 1n)
  expect(data('i4')).toEqual(Int32Array.of(-(2 ** 31), 2 ** 31 - 1, 16777217))
  expect(data('u4')).toEqual(Uint32Array.of(2 ** 32 - 1, 1))
  expect(data('i2')).toEqual(Int16Array.of(-2, 300))
  expect(data('u2')).toEqual(Uint16Array.of(65535, 1, 2))
  expect(data('i1')).toEqual(Int8Array.of(-128, 127, 0))
  expect(data('u1')).toEqual(Uint8Array.of(255, 1))
  expect(data('b1')).toEqual(Uint8Array.of(1, 0, 1))
})

test('gives metadata', () => {
  expect(readSafetensors(bytesOf('numpy')).metadata).toEqual(new Map([['made by', 'NumPy "2"\n']]))
  expect(readSafetensors(bytesOf('torch')).metadata).toEqual(new Map([['format', 'pt']]))
  expect(readSafetensors(bytesOf('handmade')).metadata.get('a')).toBe('é😀')
  expect(readSafetensors(bytesOf('names')).metadata.size).toBe(0)
})

test('shares the memory of the file where the data are aligned, and only there', () => {
  const bytes = bytesOf('torch')
  for (const { data } of readSafetensors(bytes).tensors.values())
    expect(data.buffer).toBe(bytes.buffer)
  const handmade = bytesOf('handmade')
  const { tensors } = readSafetensors(handmade)
  expect(tensors.get('first')!.data.buffer).toBe(handmade.buffer)
  expect(tensors.get('second')!.data.buffer).not.toBe(handmade.buffer)
})

test.each([1, 3, 8])('reads a file that lies %d bytes into a memory, shared or not', (offset) => {
  const bytes = bytesOf('numpy')
  for (const Memory of [ArrayBuffer, SharedArrayBuffer]) {
    const moved = new Uint8Array(new Memory(offset + bytes.length), offset)
    moved.set(bytes)
    expect(plain(readSafetensors(moved))).toEqual(plain(readSafetensors(bytes)))
  }
})

test('lists tensors in the order of their data', () => {
  expect([...readSafetensors(bytesOf('handmade')).tensors.keys()]).toEqual([
    'first',
    'second',
    'F6_E2M3',
    'F6_E3M2',
  ])
  const empty = (begin: number, size: number) =>
    `{"dtype":"U8","shape":[${size}],"data_offsets":[${begin},${begin + size}]}`
  const header = `{"d":${empty(2, 0)},"c":${empty(0, 2)},"b":${empty(0, 0)},"a":${empty(0, 0)}}`
  expect([...readSafetensors(fileOf(header, 2)).tensors.keys()]).toEqual(['b', 'a', 'c', 'd'])
})

test('is of one mind with PyPI about doubtful headers and damaged files', () => {
  let accepted = 0
  for (const { name, base64, tensors } of golden.verdicts) {
    const bytes = Buffer.from(base64, 'base64')
    if (tensors) {
      accepted++
      expect(plain(readSafetensors(bytes)), name).toEqual(new Map(Object.entries(tensors)))
    } else expect(() => readSafetensors(bytes), name).toThrow(SafetensorsError)
  }
  expect(accepted).toBeGreaterThan(20)
  expect(golden.verdicts.length - accepted).toBeGreaterThan(300)
})

test.each(golden.lenient)('is stricter than PyPI: $name', ({ base64, tensors }) => {
  expect(tensors).not.toBeNull()
  expect(() => readSafetensors(Buffer.from(base64, 'base64'))).toThrow(SafetensorsError)
})

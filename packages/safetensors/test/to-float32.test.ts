import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { toFloat32 } from '../src/index.ts'
import { golden } from './files.ts'

const all16Bits = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i)
const shape = [2 ** 16]

/** SHA-256 of float32, every NaN being the same one. */
function digestOf(values: Float32Array): string {
  const bits = new Uint32Array(values.slice().buffer)
  values.forEach((value, i) => {
    if (Number.isNaN(value)) bits[i] = 0x7fc00000
  })
  return createHash('sha256').update(bits).digest('hex')
}

// Other types are compared with NumPy and PyTorch in read-safetensors.test.ts.
test('every float16 is the float32 that NumPy says', () => {
  const values = toFloat32({ dtype: 'F16', shape, data: all16Bits })
  expect(digestOf(values)).toBe(golden.sha256OfFloat16)
  expect([0x0001, 0x03ff, 0x0400, 0x8000, 0x7bff, 0xfc00].map((bits) => values[bits])).toEqual([
    2 ** -24,
    1023 * 2 ** -24,
    2 ** -14,
    -0,
    65504,
    -Infinity,
  ])
})

test('every bfloat16 is the float32 that PyTorch says', () => {
  const values = toFloat32({ dtype: 'BF16', shape, data: all16Bits })
  expect(digestOf(values)).toBe(golden.sha256OfBfloat16)
})

test('64-bit integers are rounded once: to the nearest, to even between two', () => {
  const step = 2n ** 40n // between neighbours from 2^63 on
  const base = 2n ** 63n
  const integers = [
    base + step / 2n,
    base + step / 2n + 1n,
    base + step / 2n - 1n,
    base + (3n * step) / 2n,
    base + (3n * step) / 2n - 1n,
    2n ** 64n - 1n,
    2n ** 53n - 1n,
    2n ** 24n + 1n,
  ]
  const data = BigUint64Array.from(integers)
  expect([...toFloat32({ dtype: 'U64', shape: [8], data })]).toEqual([
    2 ** 63,
    2 ** 63 + 2 ** 40,
    2 ** 63,
    2 ** 63 + 2 ** 41,
    2 ** 63 + 2 ** 40,
    2 ** 64,
    2 ** 53,
    2 ** 24,
  ])
})

test('float32 are handed on as they are', () => {
  const data = Float32Array.of(1, 2)
  expect(toFloat32({ dtype: 'F32', shape: [2], data })).toBe(data)
})

test('refuses types without a conversion', () => {
  const data = Uint8Array.of(1)
  expect(() => toFloat32({ dtype: 'F8_E4M3', shape: [1], data })).toThrow(
    new RangeError('F8_E4M3 has no conversion to float32'),
  )
})

/** The numbers of a tensor as float32. */
import type { SafetensorsTensor } from './tensor.ts'

/**
 * The elements of `tensor` as float32, rounded to the nearest (ties to even) where they do not fit. An F32 tensor's own
 * data, not a copy; booleans as 0 and 1.
 *
 * @throws RangeError for C64, and for types of 8 bits and less other than I8, U8 and BOOL
 */
export function toFloat32({ dtype, data }: SafetensorsTensor): Float32Array {
  switch (dtype) {
    case 'F32':
      return data
    case 'F16':
      return fromF16(data)
    case 'BF16':
      return fromBF16(data)
    case 'U64':
    case 'I64':
      return Float32Array.from(data, roundable)
    case 'F64':
    case 'U32':
    case 'I32':
    case 'U16':
    case 'I16':
    case 'U8':
    case 'I8':
    case 'BOOL':
      return new Float32Array(data)
    default:
      throw new RangeError(`${dtype} has no conversion to float32`)
  }
}

/** The upper half of each float32. */
function fromBF16(halves: Uint16Array): Float32Array {
  const words = new Uint32Array(halves.length)
  halves.forEach((half, i) => {
    words[i] = half << 16
  })
  return new Float32Array(words.buffer)
}

const SIGN = 0x8000
const EXPONENT = 0x7c00

/** IEEE half precision: a sign, 5 bits of exponent, 10 of fraction. */
function fromF16(halves: Uint16Array): Float32Array {
  const values = new Float32Array(halves.length)
  const words = new Uint32Array(values.buffer)
  halves.forEach((half, i) => {
    const magnitude = half & ~SIGN
    // As a float32 the same bits mean 2⁻¹¹² times as much, for exponents are offset by 127 there and by 15 here.
    words[i] = magnitude << 13
    values[i] = (values[i] as number) * 2 ** 112
    if ((half & EXPONENT) === EXPONENT) words[i] = 0x7f800000 | (magnitude << 13)
    words[i] = (words[i] as number) | ((half & SIGN) << 16)
  })
  return values
}

/** A float64 that rounds to the float32 nearest to `integer`. */
function roundable(integer: bigint): number {
  const value = Number(integer)
  if (Number.isSafeInteger(value)) return value
  // Rounding twice can go astray, so that 53 bits are cut out, the last of which says whether others were lost.
  const rest = BigInt.asUintN(12, integer)
  return Number(rest === 0n ? integer : integer - rest + 2048n)
}

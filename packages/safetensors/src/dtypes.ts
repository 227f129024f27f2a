/** The types of elements that the format knows. */

/** The array that holds the elements of each type. */
export interface SafetensorsArrays {
  readonly U64: BigUint64Array
  readonly I64: BigInt64Array
  readonly F64: Float64Array
  /** Real and imaginary part in turn: two numbers per element. */
  readonly C64: Float32Array
  readonly F32: Float32Array
  readonly U32: Uint32Array
  readonly I32: Int32Array
  /** The 16 bits of each number, see `toFloat32`; also F16. */
  readonly BF16: Uint16Array
  readonly F16: Uint16Array
  readonly U16: Uint16Array
  readonly I16: Int16Array
  /** The 8 bits of each number; also the other F8 types. */
  readonly F8_E5M2FNUZ: Uint8Array
  readonly F8_E4M3FNUZ: Uint8Array
  readonly F8_E8M0: Uint8Array
  readonly F8_E4M3: Uint8Array
  readonly F8_E5M2: Uint8Array
  readonly I8: Int8Array
  readonly U8: Uint8Array
  /** Packed: four numbers in three bytes; also F6_E2M3. */
  readonly F6_E3M2: Uint8Array
  readonly F6_E2M3: Uint8Array
  /** Packed: two numbers per byte. */
  readonly F4: Uint8Array
  /** 0 or 1, which no reader checks. */
  readonly BOOL: Uint8Array
}

/** A type of elements, as files name it. */
export type SafetensorsDtype = keyof SafetensorsArrays

interface ArrayType<T> {
  readonly name: string
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T
}

interface DtypeRecord<D extends SafetensorsDtype> {
  /** Of one element. */
  readonly bits: number
  readonly array: ArrayType<SafetensorsArrays[D]>
}

/** In the order in which the reference implementation writes tensors: the largest elements first. */
const DTYPES: { readonly [D in SafetensorsDtype]: DtypeRecord<D> } = {
  U64: { bits: 64, array: BigUint64Array },
  I64: { bits: 64, array: BigInt64Array },
  F64: { bits: 64, array: Float64Array },
  C64: { bits: 64, array: Float32Array },
  F32: { bits: 32, array: Float32Array },
  U32: { bits: 32, array: Uint32Array },
  I32: { bits: 32, array: Int32Array },
  BF16: { bits: 16, array: Uint16Array },
  F16: { bits: 16, array: Uint16Array },
  U16: { bits: 16, array: Uint16Array },
  I16: { bits: 16, array: Int16Array },
  F8_E5M2FNUZ: { bits: 8, array: Uint8Array },
  F8_E4M3FNUZ: { bits: 8, array: Uint8Array },
  F8_E8M0: { bits: 8, array: Uint8Array },
  F8_E4M3: { bits: 8, array: Uint8Array },
  F8_E5M2: { bits: 8, array: Uint8Array },
  I8: { bits: 8, array: Int8Array },
  U8: { bits: 8, array: Uint8Array },
  F6_E3M2: { bits: 6, array: Uint8Array },
  F6_E2M3: { bits: 6, array: Uint8Array },
  F4: { bits: 4, array: Uint8Array },
  BOOL: { bits: 8, array: Uint8Array },
}

const RANKS = Object.keys(DTYPES)

/** Whether files may name this type. */
export function isDtype(name: string): name is SafetensorsDtype {
  return Object.hasOwn(DTYPES, name)
}

/** The array type that holds elements of type `dtype`. */
export function arrayTypeOf<D extends SafetensorsDtype>(dtype: D): ArrayType<SafetensorsArrays[D]> {
  return DTYPES[dtype].array
}

/** The place of `dtype` in the order of writing, 0 first. */
export function rankOf(dtype: SafetensorsDtype): number {
  return RANKS.indexOf(dtype)
}

/** The length of a tensor's data; undefined where it is no safe integer, or not of whole bytes. */
export function byteLengthOf(
  dtype: SafetensorsDtype,
  shape: readonly number[],
): number | undefined {
  // Once rounded, a product of integers ≥ 1 stays above all safe ones.
  const bits = shape.reduce((product, size) => product * size, DTYPES[dtype].bits)
  return Number.isSafeInteger(bits) && bits % 8 === 0 ? bits / 8 : undefined
}

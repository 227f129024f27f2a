/** A tensor as the format knows it: numbers of one type in a shape. */
import { arrayTypeOf, type SafetensorsArrays, type SafetensorsDtype } from './dtypes.ts'

/** A tensor: its `data` are the elements in row-major order (C order). */
export type SafetensorsTensor = {
  [D in SafetensorsDtype]: {
    readonly dtype: D
    /** Integers ≥ 0; none for a single number. */
    readonly shape: readonly number[]
    readonly data: SafetensorsArrays[D]
  }
}[SafetensorsDtype]

/**
 * The tensor whose data are `bytes`, without a copy where their place in memory allows it.
 *
 * Files are little-endian, as is every machine that TensorFlow.js runs on.
 */
export function tensorOf(
  { dtype, shape }: Pick<SafetensorsTensor, 'dtype' | 'shape'>,
  bytes: Uint8Array,
): SafetensorsTensor {
  const array = arrayTypeOf(dtype)
  const size = array.BYTES_PER_ELEMENT
  const { buffer, byteOffset } = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes)
  const data = new array(buffer, byteOffset, bytes.byteLength / size)
  return { dtype, shape, data } as SafetensorsTensor
}

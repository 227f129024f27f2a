/** Values as matrices. */
import { dataTypes } from './backend.ts'
import { type Attributes, constant, createValue, type Value } from './graph.ts'

/** A row for every pixel, or whatever else the last axis belongs to: `[…, columns]` becomes `[rows, columns]`. */
export function rowsOf(value: Value): Value {
  const columns = value.shape.at(-1) as number
  const size = value.shape.reduce((product, length) => product * length, 1)
  return reshapeTo(value, [size / columns, columns])
}

/** aᵀ · b or a · bᵀ of two matrices, in `shape`. */
export function matrixProduct(
  a: Value,
  b: Value,
  { transposed, shape }: { readonly transposed: 'a' | 'b'; readonly shape: readonly number[] },
): Value {
  const { dtype } = a
  const attributes: Attributes = {
    T: { kind: 'type', value: dtype },
    transpose_a: { kind: 'b', value: transposed === 'a' },
    transpose_b: { kind: 'b', value: transposed === 'b' },
  }
  const axis = transposed === 'a' ? 1 : 0
  const sizes = [a.shape[axis] as number, b.shape[axis] as number]
  return reshapeTo(createValue('MatMul', attributes, [a, b], { dtype, shape: sizes }), shape)
}

function reshapeTo(value: Value, shape: readonly number[]): Value {
  const target = constant(Int32Array.from(shape), { dtype: dataTypes.int32, shape: [shape.length] })
  const attributes: Attributes = {
    T: { kind: 'type', value: value.dtype },
    Tshape: { kind: 'type', value: dataTypes.int32 },
  }
  return createValue('Reshape', attributes, [value, target], { dtype: value.dtype, shape })
}

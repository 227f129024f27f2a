/** Gives a value another shape. */
import { dataTypes } from './backend.ts'
import { type Attributes, constant, createValue, type Value } from './graph.ts'

/** The same elements in `shape`. */
export function reshapeTo(value: Value, shape: readonly number[]): Value {
  const target = constant(Int32Array.from(shape), { dtype: dataTypes.int32, shape: [shape.length] })
  const attributes: Attributes = {
    T: { kind: 'type', value: value.dtype },
    Tshape: { kind: 'type', value: dataTypes.int32 },
  }
  return createValue('Reshape', attributes, [value, target], { dtype: value.dtype, shape })
}

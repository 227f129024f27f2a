/** Runs the gradients of 1×1 convolutions by their filters as matrix products, for which oneDNN is faster in bfloat16. */
import { dataTypes } from './backend.ts'
import {
  type Attributes,
  createValue,
  type Graph,
  type Node,
  rewrite,
  type Value,
  withInputs,
} from './graph.ts'
import { reshapeTo } from './reshape.ts'

/** Where every pixel is convolved by itself, dFilter = xᵀ · dy with a row for every pixel. */
export function multiplyFilterGradients(graph: Graph): Graph {
  return rewrite(graph, (node, inputs) =>
    isPointwise(node) ? [product(node, inputs)] : withInputs(node, inputs).outputs,
  )
}

function isPointwise({ op, attributes, outputs: [output] }: Node): boolean {
  const { strides, padding, explicit_paddings: explicit } = attributes
  return (
    op === 'Conv2DBackpropFilter' &&
    output?.dtype === dataTypes.bfloat16 &&
    String(output.shape.slice(0, 2)) === '1,1' &&
    String(strides?.value) === '1,1,1,1' &&
    (padding?.value === 'SAME' || padding?.value === 'VALID') &&
    String(explicit?.value ?? '') === ''
  )
}

function product({ outputs }: Node, [x, , dy]: readonly Value[]): Value {
  const [filter] = outputs as [Value]
  const { dtype } = filter
  const [from, to] = filter.shape.slice(2) as [number, number]
  const attributes: Attributes = {
    T: { kind: 'type', value: dtype },
    transpose_a: { kind: 'b', value: true },
    transpose_b: { kind: 'b', value: false },
  }
  const pixels = [reshape(x as Value, from), reshape(dy as Value, to)]
  const matrix = createValue('MatMul', attributes, pixels, { dtype, shape: [from, to] })
  return reshapeTo(matrix, filter.shape)
}

function reshape(value: Value, columns: number): Value {
  const size = value.shape.reduce((product, length) => product * length, 1)
  return reshapeTo(value, [size / columns, columns])
}

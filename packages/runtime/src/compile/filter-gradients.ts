/** Runs the gradients of 1×1 convolutions by their filters as matrix products, for which oneDNN is faster in bfloat16. */
import { dataTypes } from './backend.ts'
import { type Graph, type Node, rewrite, type Value, withInputs } from './graph.ts'
import { matrixProduct, rowsOf } from './matrices.ts'

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

function product({ outputs: [filter] }: Node, [x, , dy]: readonly Value[]): Value {
  const { shape } = filter as Value
  return matrixProduct(rowsOf(x as Value), rowsOf(dy as Value), { transposed: 'a', shape })
}

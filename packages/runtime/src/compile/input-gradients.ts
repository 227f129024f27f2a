/** Runs the gradients of convolutions by their inputs as convolutions or matrix products, for which oneDNN is faster. */
import { dataTypes } from './backend.ts'
import {
  type Attributes,
  constant,
  createValue,
  type Graph,
  type Node,
  rewrite,
  type Value,
  withInputs,
} from './graph.ts'
import { matrixProduct, rowsOf } from './matrices.ts'

/**
 * Where a convolution moves by one pixel and keeps the size of the image, its gradient by the input is the convolution of the
 * gradient with the filter turned by 180°, input and output channels exchanged.
 */
export function convolveInputGradients(graph: Graph): Graph {
  return rewrite(graph, (node, inputs) =>
    isConvolution(node, inputs) ? [convolution(node, inputs)] : withInputs(node, inputs).outputs,
  )
}

function isConvolution({ op, attributes }: Node, inputs: readonly Value[]): boolean {
  if (op !== 'Conv2DBackpropInput') return false
  const [height = 0, width = 0] = inputs[1]?.shape ?? []
  const { strides, padding, data_format: format } = attributes
  return (
    String(strides?.value) === '1,1,1,1' &&
    padding?.value === 'SAME' &&
    format?.value === 'NHWC' &&
    height % 2 === 1 &&
    width % 2 === 1
  )
}

function convolution(node: Node, [, filter, gradient]: readonly Value[]): Value {
  const { dtype, shape } = filter as Value
  const [height, width, from, to] = shape as [number, number, number, number]
  if (height === 1 && width === 1) {
    // dy · filterᵀ need not exchange the channels in memory.
    const { shape } = node.outputs[0] as Value
    return matrixProduct(rowsOf(gradient as Value), rowsOf(filter as Value), {
      transposed: 'b',
      shape,
    })
  }
  const move = (op: string, input: Value, attribute: string, axes: number[], shape: number[]) => {
    const positions = constant(Int32Array.from(axes), {
      dtype: dataTypes.int32,
      shape: [axes.length],
    })
    const attributes: Attributes = {
      T: { kind: 'type', value: dtype },
      [attribute]: { kind: 'type', value: dataTypes.int32 },
    }
    return createValue(op, attributes, [input, positions], { dtype, shape })
  }
  const turned = move('ReverseV2', filter as Value, 'Tidx', [0, 1], [...shape])
  const exchanged = move('Transpose', turned, 'Tperm', [0, 1, 3, 2], [height, width, to, from])
  return createValue(
    'Conv2D',
    node.attributes,
    [gradient as Value, exchanged],
    node.outputs[0] as Value,
  )
}

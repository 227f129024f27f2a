/** Keeps the gradient of global average pooling as small as it is where it is added to a feature map or multiplies one. */
import {
  constant,
  createValue,
  type Graph,
  type Node,
  rewrite,
  type Value,
  withInputs,
} from './graph.ts'

/** Every pixel of an image gets the same gradient, so that one value for each channel is enough for ops that broadcast. */
export function shareGlobalGradients(graph: Graph): Graph {
  return rewrite(graph, (node, inputs) => withInputs(node, shared(node, inputs)).outputs)
}

function shared({ op, outputs: [output] }: Node, inputs: readonly Value[]): readonly Value[] {
  const [a, b] = inputs
  if (!(op === 'AddV2' || op === 'Mul') || !a || !b || !output) return inputs
  const isWhole = (value: Value) => String(value.shape) === String(output.shape)
  if (isWhole(a) && isGlobal(b)) return [a, perImage(b)]
  if (isWhole(b) && isGlobal(a)) return [perImage(a), b]
  return inputs
}

function isGlobal({ node, shape }: Value): boolean {
  const { ksize, padding } = node.attributes
  return (
    node.op === 'AvgPoolGrad' &&
    padding?.value === 'VALID' &&
    String(ksize?.value) === String([1, shape[1], shape[2], 1])
  )
}

/** `[n, 1, 1, c]` */
function perImage({ node, dtype, shape }: Value): Value {
  const [, height, width] = shape as readonly [number, number, number]
  const gradient = node.inputs[1] as Value
  const share = constant(Float32Array.of(1 / (height * width)), { dtype, shape: [] })
  return createValue('Mul', { T: { kind: 'type', value: dtype } }, [gradient, share], gradient)
}

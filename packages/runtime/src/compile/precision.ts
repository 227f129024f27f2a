/** Lets the expensive part of a graph compute in 16 bits. */
import { dataTypes } from './backend.ts'
import {
  type Attributes,
  createNode,
  createValue,
  type Graph,
  type Node,
  rewrite,
  type Value,
  withInputs,
} from './graph.ts'

/** Ops that are worth casting for, and which inputs they compute with. */
const computing: Readonly<Record<string, readonly number[]>> = {
  Conv2D: [0, 1],
  Conv2DBackpropInput: [1, 2],
  Conv2DBackpropFilter: [0, 2],
  DepthwiseConv2dNative: [0, 1],
  DepthwiseConv2dNativeBackpropInput: [1, 2],
  DepthwiseConv2dNativeBackpropFilter: [0, 2],
  MatMul: [0, 1],
  BatchMatMulV2: [0, 1],
}

/** Ops that take 16 bits if all of these inputs have them. */
const following: Readonly<Record<string, readonly number[]>> = {
  // Their statistics, scale and offset are float32 all the same.
  FusedBatchNormV3: [0],
  FusedBatchNormGradV3: [0, 1],
  AvgPool: [0],
  AvgPoolGrad: [1],
  MaxPool: [0],
  MaxPoolGrad: [0, 1, 2],
  Relu: [0],
  Sigmoid: [0],
  SigmoidGrad: [0, 1],
  ReluGrad: [0, 1],
  AddV2: [0, 1],
  Sub: [0, 1],
  Mul: [0, 1],
  Neg: [0],
  PadV2: [0, 2],
  Reshape: [0],
  Transpose: [0],
  Slice: [0],
  SplitV: [0],
}

/** Smaller feature maps are not worth two casts. */
const LEAST_CAST = 2 ** 18

/** Gradients of weights, which go straight to float32 arithmetic. */
const raised = ['Conv2DBackpropFilter', 'DepthwiseConv2dNativeBackpropFilter']

/** What `compile` can compute convolutions in. */
export type LowPrecision = 'bfloat16' | 'float16'

/**
 * Convolutions and matrix products with their gradients in 16 bits, and the ops of feature maps between them; float32
 * everywhere else: variables, losses, optimizers. Nothing is cast twice.
 */
export function toLowPrecision(graph: Graph, precision: LowPrecision): Graph {
  const cast = castOnce()
  const raise = (value: Value) => (isLow(value) ? cast(value, dataTypes.float32) : value)
  const lower = (value: Value) => (isLow(value) ? value : cast(value, dataTypes[precision]))
  const low = rewrite(graph, (node, inputs) => {
    const positions = loweredInputs(node, inputs)
    if (!positions) return withInputs(node, inputs.map(raise)).outputs
    if (precision === 'bfloat16' && isSlow(node)) {
      const [first, ...rest] = withInputs(node, inputs.map(raise)).outputs as [Value, ...Value[]]
      return [lower(first), ...rest]
    }
    const mixed = inputs.map((value, i) => (positions.includes(i) ? lower(value) : raise(value)))
    const { outputs } = lowered(node, mixed, dataTypes[precision])
    return raised.includes(node.op) ? outputs.map(raise) : outputs
  })
  return {
    inputs: low.inputs,
    outputs: low.outputs.map(raise),
    assignments: new Map([...low.assignments].map(([key, value]) => [key, raise(value)])),
  }
}

/** What oneDNN computes faster in float32, casts included: its kernels for bfloat16 need whole vectors, or have no strides. */
function isSlow({ op, attributes, outputs }: Node): boolean {
  const [output] = outputs as readonly [Value]
  if (op.startsWith('FusedBatchNorm'))
    return Number(output.shape[3]) % 16 !== 0 && size(output) >= LEAST_CAST
  return (
    op === 'DepthwiseConv2dNativeBackpropInput' && String(attributes.strides?.value) !== '1,1,1,1'
  )
}

function isLow({ dtype }: Value): boolean {
  return dtype === dataTypes.bfloat16 || dtype === dataTypes.float16
}

/** Which inputs of a node are to have 16 bits; undefined if it stays in float32. */
function loweredInputs(
  { op, outputs }: Node,
  inputs: readonly Value[],
): readonly number[] | undefined {
  if (outputs[0]?.dtype !== dataTypes.float32) return undefined
  if (computing[op]) return computing[op]
  const positions = op === 'ConcatV2' ? inputs.slice(0, -1).map((_, i) => i) : following[op]
  const values = positions?.map((i) => inputs[i] as Value)
  return values?.some(isLow) && values.every((value) => follows(value, outputs[0] as Value))
    ? positions
    : undefined
}

/** Scalars, biases and weights of channels or images follow the feature map that they are added to or multiply. */
function follows(input: Value, output: Value): boolean {
  const isFeatureMap = output.shape.length >= 4
  return isLow(input) || (isFeatureMap && 16 * size(input) <= size(output))
}

function size({ shape }: Value): number {
  return shape.reduce((product, length) => product * length, 1)
}

function lowered({ op, attributes, outputs }: Node, inputs: readonly Value[], type: number): Node {
  const T: Attributes = { T: { kind: 'type', value: type } }
  const types = outputs.map(({ dtype, shape }, i) => ({
    shape,
    dtype: i === 0 || op === 'SplitV' ? type : dtype,
  }))
  return createNode(op, { ...attributes, ...T }, inputs, types)
}

function castOnce(): (value: Value, dtype: number) => Value {
  const casts = new Map<Value, Value>()
  return (value, dtype) => {
    const attributes: Attributes = {
      SrcT: { kind: 'type', value: value.dtype },
      DstT: { kind: 'type', value: dtype },
    }
    const result = casts.get(value) ?? createValue('Cast', attributes, [value], { ...value, dtype })
    casts.set(value, result)
    return result
  }
}

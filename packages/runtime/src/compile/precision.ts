/** Lets the expensive part of a graph compute in bfloat16. */
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

/** Ops that take bfloat16 if all of these inputs have it. */
const following: Readonly<Record<string, readonly number[]>> = {
  // Their statistics, scale and offset are float32 all the same.
  FusedBatchNormV3: [0],
  FusedBatchNormGradV3: [0, 1],
  AvgPool: [0],
  AvgPoolGrad: [1],
  MaxPool: [0],
  MaxPoolGrad: [0, 1, 2],
  Relu: [0],
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

/** Gradients of weights, which go straight to float32 arithmetic. */
const raised = ['Conv2DBackpropFilter', 'DepthwiseConv2dNativeBackpropFilter']

/**
 * Convolutions and matrix products with their gradients in bfloat16, and the ops of feature maps between them; float32
 * everywhere else: variables, losses, optimizers. Nothing is cast twice.
 */
export function toBfloat16(graph: Graph): Graph {
  const cast = castOnce()
  const raise = (value: Value) => (isLow(value) ? cast(value, dataTypes.float32) : value)
  const lower = (value: Value) => (isLow(value) ? value : cast(value, dataTypes.bfloat16))
  const low = rewrite(graph, (node, inputs) => {
    const positions = loweredInputs(node, inputs)
    if (!positions) return withInputs(node, inputs.map(raise)).outputs
    const mixed = inputs.map((value, i) => (positions.includes(i) ? lower(value) : raise(value)))
    const { outputs } = lowered(node, mixed)
    return raised.includes(node.op) ? outputs.map(raise) : outputs
  })
  return {
    inputs: low.inputs,
    outputs: low.outputs.map(raise),
    assignments: new Map([...low.assignments].map(([key, value]) => [key, raise(value)])),
  }
}

function isLow({ dtype }: Value): boolean {
  return dtype === dataTypes.bfloat16
}

/** Which inputs of a node are to be bfloat16; undefined if it stays in float32. */
function loweredInputs(
  { op, outputs }: Node,
  inputs: readonly Value[],
): readonly number[] | undefined {
  if (outputs[0]?.dtype !== dataTypes.float32) return undefined
  if (computing[op]) return computing[op]
  const positions = op === 'ConcatV2' ? inputs.slice(0, -1).map((_, i) => i) : following[op]
  return positions?.every((i) => follows(inputs[i] as Value, outputs[0] as Value))
    ? positions
    : undefined
}

/** Scalars and biases follow the feature map that they are added to. */
function follows(input: Value, output: Value): boolean {
  const isFeatureMap = output.shape.length >= 4
  return isLow(input) || (isFeatureMap && input.shape.length <= 1)
}

function lowered({ op, attributes, outputs }: Node, inputs: readonly Value[]): Node {
  const T: Attributes = { T: { kind: 'type', value: dataTypes.bfloat16 } }
  const types = outputs.map(({ dtype, shape }, i) => ({
    shape,
    dtype: i === 0 || op === 'SplitV' ? dataTypes.bfloat16 : dtype,
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

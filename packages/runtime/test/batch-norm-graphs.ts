/** Batch norms and their gradients as graphs of TensorFlow ops. */
import type * as tf from '@tensorflow/tfjs-core'
import { dataTypes, type RecordableBackend } from '../src/compile/backend.ts'
import {
  type Attribute,
  type Attributes,
  createNode,
  createValue,
  type Graph,
  type Type,
  type Value,
} from '../src/compile/graph.ts'
import { Session } from '../src/compile/session.ts'

/** What is around a batch norm. */
export interface Surroundings {
  readonly precision: 'float32' | 'bfloat16'
  readonly residual: boolean
  readonly relu: boolean
  /** Whether the gradient is a sum of two. */
  readonly two: boolean
  /** Whether others use the gradient before the batch norm. */
  readonly shared: boolean
}

export const EPSILON = 1e-3

/**
 * A graph from x, a residual, two gradients of y, scale and offset to y, the mean and the unbiased variance, dx, dScale and
 * dOffset, and the gradient before the batch norm if it is shared.
 */
export function batchNormGraph(shape: readonly number[], around: Surroundings): Graph {
  const float = type(dataTypes.float32)
  const channels = [shape.at(-1) as number]
  const maps = [0, 1, 2, 3].map(() => placeholder(shape))
  const [scale, offset] = [placeholder(channels), placeholder(channels)]
  const low = { shape, dtype: dataTypes[around.precision] }
  const T = { T: type(low.dtype) }
  const lower = (value: Value) => (low.dtype === value.dtype ? value : cast(value, low.dtype))
  const raise = (value: Value) => (low.dtype === dataTypes.float32 ? value : cast(value, 1))
  const binary = (op: string, a: Value, b: Value) => createValue(op, T, [a, b], low)
  const [x, residual, dy1, dy2] = maps.map(lower) as [Value, Value, Value, Value]

  const vector = { shape: channels, dtype: dataTypes.float32 }
  const attributes: Attributes = {
    ...{ ...T, U: float },
    epsilon: { kind: 'f', value: EPSILON },
    data_format: { kind: 's', value: 'NHWC' },
    is_training: { kind: 'b', value: true },
  }
  const types = [low, vector, vector, vector, vector, { ...vector, shape: [] }]
  const norm = createNode('FusedBatchNormV3', attributes, [x, scale, offset, scale, scale], types)
  const [normalised, mean, variance, ...reserves] = norm.outputs as [Value, Value, Value]
  const sum = around.residual ? binary('AddV2', normalised, residual) : normalised
  const y = around.relu ? createValue('Relu', T, [sum], low) : sum

  const dy = around.two ? binary('AddV2', dy1, dy2) : dy1
  const g = around.relu ? binary('ReluGrad', dy, y) : dy
  const [dx, dScale, dOffset] = createNode(
    'FusedBatchNormGradV3',
    attributes,
    [g, x, scale, ...reserves],
    [low, vector, vector, vector, vector],
  ).outputs as [Value, Value, Value]
  return {
    inputs: [...maps, scale, offset],
    outputs: [
      ...[raise(y), mean, variance, raise(dx), dScale, dOffset],
      ...(around.shared ? [raise(g)] : []),
    ],
    assignments: new Map(),
  }
}

/** The values of a graph's outputs. */
export function runGraph(
  backend: RecordableBackend,
  graph: Graph,
  inputs: readonly tf.Tensor[],
): Float32Array[] {
  const session = new Session()
  const outputs = session.run(backend, graph, inputs)
  const values = outputs.map((tensor) => tensor.dataSync() as Float32Array)
  for (const tensor of outputs) tensor.dispose()
  session.dispose()
  return values
}

function type(value: number): Attribute {
  return { kind: 'type', value }
}

function placeholder(shape: readonly number[]): Value {
  const attributes: Attributes = {
    dtype: type(dataTypes.float32),
    shape: { kind: 'shape', value: shape },
  }
  return createValue('Placeholder', attributes, [], { dtype: dataTypes.float32, shape })
}

function cast(value: Value, dtype: number): Value {
  const attributes = { SrcT: type(value.dtype), DstT: type(dtype) }
  const result: Type = { ...value, dtype }
  return createValue('Cast', attributes, [value], result)
}

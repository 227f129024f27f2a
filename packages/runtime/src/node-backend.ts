/** Runs TensorFlow ops on tfjs-node. */
import type * as tf from '@tensorflow/tfjs-core'

/** What this package uses of tfjs-node's back end, whose types it cannot import: the package is optional. */
export interface NodeBackend extends tf.KernelBackend {
  readonly isGPUPackage: boolean
  readonly isUsingGpuDevice: boolean
  readonly binding: Record<
    `TF_ATTR_${'BOOL' | 'FLOAT' | 'STRING' | 'TYPE'}` | 'TF_FLOAT',
    number
  > & {
    readonly TF_Version: string
  }
  executeMultipleOutputs(
    op: string,
    attributes: readonly { name: string; type: number; value: unknown }[],
    inputs: readonly tf.Tensor[],
    outputs: number,
  ): tf.Tensor[]
}

/** A TensorFlow op on float32 tensors. */
export interface NodeOp {
  readonly op: string
  readonly inputs: readonly tf.Tensor[]
  /** Attributes that name a type; all of them are float32. */
  readonly types?: readonly string[]
  /** Numbers are floats. */
  readonly attributes?: Readonly<Record<string, boolean | number | string>>
  /** How many tensors the op returns. */
  readonly outputs?: number
}

/** Runs one op eagerly. */
export function runOp(
  backend: NodeBackend,
  { op, inputs, types = ['T'], attributes = {}, outputs = 1 }: NodeOp,
): tf.Tensor[] {
  const { TF_ATTR_BOOL, TF_ATTR_FLOAT, TF_ATTR_STRING, TF_ATTR_TYPE, TF_FLOAT } = backend.binding
  const kinds = { boolean: TF_ATTR_BOOL, number: TF_ATTR_FLOAT, string: TF_ATTR_STRING }
  const all = [
    ...types.map((name) => ({ name, type: TF_ATTR_TYPE, value: TF_FLOAT })),
    ...Object.entries(attributes).map(([name, value]) => ({
      name,
      type: kinds[typeof value as keyof typeof kinds],
      value,
    })),
  ]
  return backend.executeMultipleOutputs(op, all, inputs, outputs)
}

/** What recording needs of tfjs-node's back end, whose types cannot be imported: the package is optional. */
import * as tf from '@tensorflow/tfjs-core'

/** A tensor that TensorFlow returned: its native handle, and its type as TensorFlow numbers types. */
export interface Metadata {
  readonly id: number
  readonly shape: number[]
  readonly dtype: number
}

export interface OpAttribute {
  readonly name: string
  readonly type: number
  readonly value: unknown
}

export interface Binding extends Readonly<Record<`TF_ATTR_${string}`, number>> {
  /** Set while a function is being recorded. */
  readonly isWatched?: true
  /** Set once our own kernels are registered. */
  readonly hasKernels?: true
  createTensor(shape: number[], type: number, data: tf.backend_util.BackendValues): number
  deleteTensor(id: number): void
  tensorDataSync(id: number): tf.backend_util.TypedArray
  executeOp(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): Metadata[]
  loadSavedModel(folder: string, tags: string): number
  runSavedModel(session: number, inputs: number[], feeds: string, fetches: string): Metadata[]
  deleteSavedModel(session: number): void
}

export interface RecordableBackend extends tf.KernelBackend {
  readonly isGPUPackage: boolean
  readonly isUsingGpuDevice: boolean
  readonly binding: Binding
  readonly tensorMap: { has(dataId: tf.DataId): boolean }
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[]
  createOutputTensor(metadata: Metadata): tf.Tensor
  executeSingleOutput(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly tf.Tensor[],
  ): tf.Tensor
}

/**
 * The active back end if it can run graphs: tfjs-node or tfjs-node-gpu.
 *
 * @throws Error while a function is being recorded
 */
export function recordableBackend(): RecordableBackend | undefined {
  const backend = tf.backend() as RecordableBackend
  if (backend.binding?.isWatched)
    throw new Error('a compiled function cannot call another; call the one that it was made from')
  return typeof backend.binding?.runSavedModel === 'function' ? backend : undefined
}

/** A tensor of the same values with a handle of its own. */
export function copy(backend: RecordableBackend, tensor: tf.Tensor): tf.Tensor {
  const type = { name: 'T', type: backend.binding.TF_ATTR_TYPE, value: dataTypes[tensor.dtype] }
  return backend.executeSingleOutput('Identity', [type as OpAttribute], [tensor])
}

/** Numbers of types in TensorFlow (`DataType` in types.proto). */
export const dataTypes = {
  float32: 1,
  int32: 3,
  string: 7,
  complex64: 8,
  bool: 10,
  bfloat16: 14,
  float16: 19,
} as const

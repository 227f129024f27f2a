/** Lets a run go on that has become too large: from then on its large tensors only pass on their shapes. */
import * as tf from '@tensorflow/tfjs-core'
import { type Binding, dataTypes, type Metadata, type OpAttribute } from './backend.ts'

/** Smaller tensors are always computed: they may be positions or shapes, whose values decide on what happens. */
const LEAST_ELEMENTS = 2 ** 16

export interface StandIns {
  /** Whether there is a tensor with other values than the function computes. */
  readonly areUsed: boolean
  /** The same tensors, or others of the same shapes that share one memory. */
  replace(tensors: Metadata[]): Metadata[]
  dispose(): void
}

/** @param mostBytes the tensors of a run that takes more give way to stand-ins */
export function createStandIns(binding: Binding, mostBytes: number): StandIns {
  const byShape = new Map<string, Metadata>()
  const before = tf.memory().numBytes
  let areUsed = false
  const standIn = (tensor: Metadata): Metadata => {
    const { shape, dtype } = tensor
    const elements = shape.reduce((product, size) => product * size, 1)
    if (dtype !== dataTypes.float32 || elements < LEAST_ELEMENTS) return tensor
    const known = byShape.get(String(shape))
    if (!known) byShape.set(String(shape), share(binding, tensor))
    else binding.deleteTensor(tensor.id)
    return known ? share(binding, known) : tensor
  }
  return {
    get areUsed() {
      return areUsed
    },
    replace: (tensors) => {
      areUsed ||= tf.memory().numBytes - before > mostBytes
      return areUsed ? tensors.map(standIn) : tensors
    },
    dispose: () => {
      for (const { id } of byShape.values()) binding.deleteTensor(id)
    },
  }
}

/** Another handle of the same memory. */
function share(binding: Binding, { id, dtype }: Metadata): Metadata {
  const type: OpAttribute = { name: 'T', type: binding.TF_ATTR_TYPE as number, value: dtype }
  return binding.executeOp('Identity', [type], [id], 1)[0] as Metadata
}

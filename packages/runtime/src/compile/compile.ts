/** Turns a function into one call of TensorFlow. */
import * as tf from '@tensorflow/tfjs-core'
import { type RecordableBackend, recordableBackend } from './backend.ts'
import { optimise } from './optimise.ts'
import { loadKernels } from './own-kernels.ts'
import type { LowPrecision } from './precision.ts'
import { type Recording, record } from './record.ts'
import { RecordingCache } from './recording-cache.ts'
import { Session } from './session.ts'
import { mapTensors } from './structure.ts'

/** Options of {@link compile}. */
export interface CompileOptions {
  /**
   * What convolutions and matrix products compute in; variables and losses are float32 always. Default `'float32'`.
   * `'float16'` is for GPUs, and has no loss scaling: gradients of feature maps below 6e-8 become 0.
   */
  readonly precision?: 'float32' | LowPrecision
  /** Pass one session to all functions that use the same variables. Default: one of its own. */
  readonly session?: Session
  /** How many combinations of input shapes are remembered; the least recently used is forgotten first. Default 8. */
  readonly cacheSize?: number
  /**
   * How many bytes the tensors of the first call may take to be computed as `f` says. From then on large ones only have their
   * shapes, and what the call returns and assigns is computed by the graph. Default 2 GiB.
   */
  readonly eagerBytes?: number
}

/** Does what the function does that it was made from. The caller disposes the tensors of the result. */
export interface CompiledFunction<Inputs extends readonly tf.Tensor[], Result> {
  (...inputs: Inputs): Result
  readonly session: Session
}

/**
 * A function that runs as one graph in one call of TensorFlow, with the `tf.Variable`s that it reads and assigns inside of
 * TensorFlow. `session.sync()` brings the variables up to date for everybody else; assigning to a variable from outside counts
 * from the next call on. On back ends other than tfjs-node and tfjs-node-gpu the function simply runs.
 *
 * The first call with inputs of new shapes runs `f` eagerly and records it; later calls never run its JavaScript. So numbers
 * of JavaScript and tensors from outside keep the values that they had then: what changes has to be an input or a variable.
 * Results have no gradients.
 *
 * @param f takes tensors and returns tensors, in arrays and plain objects of any depth or alone. If it creates variables, as
 *   optimizers do, it does so in its first call, which is not recorded
 * @throws Error with the line of `f` that reads a tensor back to JavaScript, draws random numbers, uses a constant of more
 *   than 64 KiB, runs an op without outputs, or uses a tensor from outside that has been disposed by the time of a later call
 * @throws RangeError if it is to compute in float16 without a GPU
 * @throws TypeError if `f` returns anything but tensors, undefined and null
 * @example
 * const step = compile((images: tf.Tensor4D, labels: tf.Tensor1D) => {
 *   const { value, grads } = tf.variableGrads(() => loss(labels, model.apply(images)))
 *   for (const w of weights) w.assign(tf.sub(w, tf.mul(rate, grads[w.name])))
 *   return value
 * })
 */
export function compile<Inputs extends readonly tf.Tensor[], Result>(
  f: (...inputs: Inputs) => Result,
  {
    precision = 'float32',
    session = new Session(),
    cacheSize = 8,
    eagerBytes = 2 ** 31,
  }: CompileOptions = {},
): CompiledFunction<Inputs, Result> {
  const recordings = new RecordingCache<Result>(session, cacheSize)
  let createdVariables = false
  const runFirst = (backend: RecordableBackend, inputs: Inputs): Result => {
    session.sync()
    const { result, isComputed, recording } = record(backend, f, inputs, eagerBytes)
    if (recording) {
      const gpu = backend.isUsingGpuDevice
      const xla = () => session.hasXla(backend)
      const kernels = () => loadKernels(backend)
      const graph = optimise(recording.graph, { precision, gpu, xla, kernels })
      recordings.add(inputs, { ...recording, graph })
      if (!isComputed) return recording.rebuild(session.run(backend, graph, inputs))
    } else if (createdVariables) throw new Error('the function creates variables in every call')
    createdVariables ||= !recording
    return result as Result
  }
  const call = (...inputs: Inputs): Result => {
    const backend = recordableBackend()
    if (!backend) return runEagerly(f, inputs)
    const recording = recordings.find(inputs)
    if (precision === 'float16' && !backend.isUsingGpuDevice)
      throw new RangeError("precision 'float16' needs a GPU; on a CPU take 'bfloat16'")
    if (!recording) return runFirst(backend, inputs)
    checkCaptured(backend, recording)
    return recording.rebuild(session.run(backend, recording.graph, inputs))
  }
  return Object.assign(call, { session })
}

function runEagerly<Inputs extends readonly tf.Tensor[], Result>(
  f: (...inputs: Inputs) => Result,
  inputs: Inputs,
): Result {
  const run = () => mapTensors(f(...inputs), (tensor) => tf.clone(tensor))
  return tf.tidy(run as () => tf.TensorContainer) as Result
}

/** Tensors never change, but one that was disposed has probably been replaced by another. */
function checkCaptured({ tensorMap }: RecordableBackend, { captured }: Recording<unknown>): void {
  for (const [dataId, use] of captured)
    if (!tensorMap.has(dataId))
      throw new Error(
        `a tensor that the compiled function took from outside has been disposed (used ${use}); make it an input or a variable`,
      )
}

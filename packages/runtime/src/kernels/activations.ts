/**
 * Gradients of activations: one TensorFlow op on tfjs-node, a few ordinary ops elsewhere.
 *
 * tfjs composes them of up to seven passes over the data, one of which fills an array of ones in JavaScript.
 */
import * as tf from '@tensorflow/tfjs-core'
import { type NodeBackend, runOp } from '../node-backend.ts'

interface Activation {
  /** Kernel of the forward pass. */
  readonly kernel: string
  /** Op of TensorFlow, and name of the kernel that runs it. */
  readonly op: string
  /** What the gradient needs besides dy: the output or the input. */
  readonly saves: 'y' | 'x'
  /** Order of the op's inputs. */
  readonly first: 'dy' | 'saved'
  /** The gradient in ordinary ops. */
  composed(dy: tf.Tensor, saved: tf.Tensor): tf.Tensor
}

const activations: readonly Activation[] = [
  {
    kernel: tf.Relu,
    op: 'ReluGrad',
    saves: 'y',
    first: 'dy',
    composed: (dy, y) => tf.mul(dy, tf.step(y)),
  },
  {
    kernel: tf.Relu6,
    op: 'Relu6Grad',
    saves: 'y',
    first: 'dy',
    composed: (dy, y) => tf.mul(dy, tf.mul(tf.step(y), tf.step(tf.sub(6, y)))),
  },
  {
    kernel: tf.Sigmoid,
    op: 'SigmoidGrad',
    saves: 'y',
    first: 'saved',
    composed: (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y))),
  },
  {
    kernel: tf.Tanh,
    op: 'TanhGrad',
    saves: 'y',
    first: 'saved',
    composed: (dy, y) => tf.mul(dy, tf.sub(1, tf.square(y))),
  },
  {
    kernel: tf.Softplus,
    op: 'SoftplusGrad',
    saves: 'x',
    first: 'dy',
    composed: (dy, x) => tf.mul(dy, tf.sigmoid(x)),
  },
]

/** The kernels for tfjs-node: inputs dy and saved. */
export const activationKernels: Readonly<Record<string, tf.KernelFunc>> = Object.fromEntries(
  activations.map(({ op, first }) => {
    const kernel: tf.KernelFunc = ({ inputs, backend }) => {
      const { dy, saved } = inputs as Record<'dy' | 'saved', tf.Tensor>
      return runOp(backend as NodeBackend, {
        op,
        inputs: first === 'dy' ? [dy, saved] : [saved, dy],
      })[0] as tf.Tensor
    }
    return [op, kernel]
  }),
)

/** The gradients, for all back ends: tfjs keys them by the forward kernel only. */
export const activationGradients: readonly tf.GradConfig[] = activations.map(
  ({ kernel, op, saves, composed }) => ({
    kernelName: kernel,
    ...(saves === 'x' ? { inputsToSave: ['x'] } : { outputsToSave: [true] }),
    gradFunc: (dy, [saved]) => ({
      x: () => {
        const inputs = { dy: dy as tf.Tensor, saved: saved as tf.Tensor }
        return tf.getKernel(op, tf.getBackend())
          ? tf.engine().runKernel(op, inputs)
          : composed(inputs.dy, inputs.saved)
      },
    }),
  }),
)

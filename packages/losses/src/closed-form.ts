/** Ops whose gradients are written down instead of traced. */
import * as tf from '@tensorflow/tfjs-core'

export interface Evaluated {
  /** A scalar, or one value per label. */
  readonly value: tf.Tensor
  /** Of the value by each input, of the input's shape. */
  readonly gradients: readonly tf.Tensor[]
}

/** A differentiable op out of a function that computes its value and its gradient by every input in one go. */
export function closedForm<Inputs extends tf.Tensor[]>(
  evaluate: (...inputs: Inputs) => Evaluated,
): (...inputs: Inputs) => tf.Tensor {
  return tf.customGrad((...inputsAndSave) => {
    const save = inputsAndSave.at(-1) as tf.GradSaveFunc
    const { value, gradients } = evaluate(...(inputsAndSave.slice(0, -1) as Inputs))
    save([...gradients])
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        saved.map((gradient) => tf.mul(dy, gradient)),
    }
  })
}

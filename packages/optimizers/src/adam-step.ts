/** The step that Adam, AdamW and PESG's Adam mode have in common. */
import * as tf from '@tensorflow/tfjs-core'
import { divisors, initSecondMoments, type SecondMoments } from './second-moment.ts'
import {
  entry,
  moveTowards,
  scalarVariables,
  type Tensors,
  type Variables,
  variablesLike,
} from './variables.ts'

/** Options of Adam's two averages. */
export interface AdamMomentOptions {
  /** Share of the old gradient average that is kept, in [0, 1). Default 0.9. */
  readonly beta1?: number
  /** Share of the old average of squares that is kept, in [0, 1). Default 0.999. */
  readonly beta2?: number
  /** Default 1e-8. */
  readonly epsilon?: number
  /** Divides by the largest average of squares so far. Default false. */
  readonly amsgrad?: boolean
}

/** Adam's two averages, of gradients and of their squares. */
export interface AdamMoments {
  readonly gradientAverage: Variables
  /** c1 = 1 − beta1^t, the weight of all gradients in the average together. */
  readonly averaging: Variables
  readonly secondMoment: SecondMoments
}

export function initAdamMoments(
  variables: Variables,
  { amsgrad = false }: AdamMomentOptions,
): AdamMoments {
  return {
    gradientAverage: variablesLike(variables, tf.zerosLike),
    averaging: scalarVariables({ gradientWeight: 0 }),
    secondMoment: initSecondMoments(variables, { scaling: amsgrad ? 'amsgrad' : 'adam' }),
  }
}

/**
 * One step along the directions d, both averages corrected for their start at zero:
 *
 *     z ← beta1·z + (1−beta1)·d,  c1 = 1 − beta1^t
 *     v as in `divisors` with γ = 1 − beta2
 *     w ← w − rate·(z/c1) / (√v + epsilon)
 */
export function adamStep(
  variables: Variables,
  directions: Tensors,
  rate: tf.Tensor,
  { gradientAverage, averaging, secondMoment }: AdamMoments,
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, amsgrad = false }: AdamMomentOptions,
): void {
  const c1 = entry(averaging, 'gradientWeight')
  moveTowards(c1, 1, 1 - beta1)
  const corrected = tf.div(rate, c1)
  const roots = divisors(secondMoment, directions, {
    scaling: amsgrad ? 'amsgrad' : 'adam',
    secondMomentAveraging: 1 - beta2,
    epsilon,
  })
  for (const [name, w] of Object.entries(variables)) {
    const z = entry(gradientAverage, name)
    moveTowards(z, entry(directions, name), 1 - beta1)
    w.assign(tf.sub(w, tf.mul(corrected, tf.div(z, entry(roots, name)))))
  }
}

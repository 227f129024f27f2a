/** Differentiable stand-ins for "this pair is ranked wrongly". */
import * as tf from '@tensorflow/tfjs-core'
import { softplus } from './softplus.ts'

/** Surrogates that fall, or stay at 0, as a positive rises above a negative. */
export type MonotoneSurrogate = 'squaredHinge' | 'logistic'

/**
 * The loss of a pair by its difference t = f₊ − f₋: `'squared'` (m − t)², `'squaredHinge'` max(0, m − t)²,
 * `'logistic'` log(1 + exp(−m·t)). In the last one the margin m is a factor, as in LibAUC.
 */
export type Surrogate = 'squared' | MonotoneSurrogate

interface Pairs {
  readonly losses: tf.Tensor
  /** dℓ/dt */
  readonly slopes: tf.Tensor
}

/** Losses of all pairs, from their differences t and the margin. */
export const surrogates: Record<Surrogate, (t: tf.Tensor, margin: number) => Pairs> = {
  squared: (t, margin) => square(tf.sub(margin, t)),
  squaredHinge: (t, margin) => square(tf.relu(tf.sub(margin, t))),
  logistic: (t, margin) => {
    const wrong = tf.mul(-margin, t)
    return { losses: softplus(wrong), slopes: tf.mul(-margin, tf.sigmoid(wrong)) }
  },
}

/** lack² where lack = m − t, or its positive part. */
function square(lack: tf.Tensor): Pairs {
  return { losses: tf.square(lack), slopes: tf.mul(-2, lack) }
}

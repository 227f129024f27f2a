/** CT: compositional training, the paper's method. */
import { type AucMarginOptions, aucMargin, crossEntropy } from '@deepauc/losses'
import { type PdscaOptions, pdsca } from '@deepauc/optimizers'
import * as tf from '@tensorflow/tfjs-core'
import type { BatchTensors, Method, Sampling } from '../method.ts'

export interface CompositionalOptions extends PdscaOptions {
  readonly loss?: AucMarginOptions
  /** How the batch S1 of the average loss is drawn. Default `'uniform'`, the paper's L_AVG; LibAUC: `'balanced'`. */
  readonly innerSampling?: Sampling
}

/**
 * Minimises L_AUC(w − innerLearningRate·∇L_AVG(w)) by PDSCA: the inner step on cross-entropy and batch S1, the outer one on
 * the AUC-margin loss and an independent batch S2 with P positives.
 *
 * The variant is `'libauc'` unless told otherwise: with the other defaults, `'algorithm1'` does not train ResNet-20 on the sample.
 * Every pass in training mode moves the running statistics of batch normalisation, at w and at u, but for the extra
 * scores on S1 ∪ S2 that the dual gradient needs.
 *
 * @see Yuan et al., ICLR 2022, eqs. 4-6 and Algorithm 1
 */
export function ct({
  loss = {},
  innerSampling = 'uniform',
  ...options
}: CompositionalOptions = {}): Method {
  return {
    name: 'CT',
    batches: [innerSampling, 'balanced'],
    gradientEvaluations: (options.innerSteps ?? 1) + 1,
    optimizer: pdsca({ variant: 'libauc', margin: loss.margin ?? 1, ...options }),
    problem: ({ model, auc }, [s1, s2]) => {
      const [inner, outer] = [s1 as BatchTensors, s2 as BatchTensors]
      const scores = ({ images }: BatchTensors, updateStatistics = true) =>
        model.apply(images, { training: true, updateStatistics })
      return {
        weights: model.parameters,
        auc,
        inner: () => crossEntropy(inner.labels, scores(inner)),
        outer: () => aucMargin(outer.labels, scores(outer), auc, loss),
        dual: () => {
          const union = tf.concat([scores(inner, false), scores(outer, false)])
          return aucMargin(tf.concat([inner.labels, outer.labels]), union, auc, loss)
        },
      }
    },
  }
}

/** AUC-CE: the linear combination that compositional training is compared with. */
import * as tf from '@tensorflow/tfjs-core'
import { aucMargin } from './auc-margin.ts'
import type { AucMarginOptions, AucVariables } from './auc-saddle.ts'
import { type CrossEntropyOptions, crossEntropy } from './cross-entropy.ts'

/** Options of {@link aucCrossEntropy}. */
export interface AucCrossEntropyOptions extends AucMarginOptions, CrossEntropyOptions {
  /** The weight c ≥ 0 of cross-entropy; the paper tries 0.25, 0.5 and 0.75. Default 0.5. */
  readonly crossEntropyWeight?: number
}

/**
 * The linear combination of the AUC-margin loss and cross-entropy,
 *
 *     aucMargin(labels, logits, variables) + c·crossEntropy(labels, logits)
 *
 * to be minimised over the weights, `a` and `b` and maximised over `alpha`, as `aucMargin`. A missing class contributes
 * nothing to the AUC term, a NaN logit gives NaN.
 *
 * @param labels `[n]` or `[n, labels]`; 1 positive, 0 negative, anything else unknown and left out
 * @param logits of the same size
 * @param variables scalars, or `[labels]` each for several labels
 * @returns scalar
 * @throws RangeError if `crossEntropyWeight` < 0, and where the two losses throw
 * @see Yuan et al., ICLR 2022, Table 1, column AUC-CE
 */
export function aucCrossEntropy(
  labels: tf.Tensor,
  logits: tf.Tensor,
  variables: AucVariables,
  { crossEntropyWeight = 0.5, classWeights, ...options }: AucCrossEntropyOptions = {},
): tf.Scalar {
  if (!(crossEntropyWeight >= 0))
    throw new RangeError(`crossEntropyWeight must be ≥ 0, got ${crossEntropyWeight}`)
  return tf.tidy(() => {
    const average = crossEntropy(labels, logits, classWeights && { classWeights })
    return tf.add(
      aucMargin(labels, logits, variables, options),
      tf.mul(crossEntropyWeight, average),
    )
  })
}

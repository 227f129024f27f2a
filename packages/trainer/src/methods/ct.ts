/** CT: compositional training, the paper's method. */
import { type AucMarginOptions, aucMargin } from '@deepauc/losses'
import { type PdscaOptions, pdsca } from '@deepauc/optimizers'
import * as tf from '@tensorflow/tfjs-core'
import { averageLoss } from '../average-loss.ts'
import { logitsOf, lossOf } from '../batch-loss.ts'
import type {
  BatchProblem,
  BatchTensors,
  Loss,
  Method,
  MethodContext,
  Sampling,
} from '../method.ts'

/** Options of {@link ct}. */
export interface CompositionalOptions extends PdscaOptions {
  /** Options of the AUC-margin loss. */
  readonly loss?: AucMarginOptions
  /**
   * Another outer loss than the AUC-margin loss, for example class-balanced cross-entropy or LDAM, of two or more classes.
   * There are no a, b and alpha then, and S2 is drawn uniformly.
   */
  readonly outer?: Loss
  /** The average loss. Default: cross-entropy, binary for one logit and softmax for several. */
  readonly inner?: Loss
  /** How the batch S1 of the average loss is drawn. Default `'uniform'`, the paper's L_AVG; LibAUC: `'balanced'`. */
  readonly innerSampling?: Sampling
  /** S1 = S2, drawn as S2 is: the paper's ablation. Default false. */
  readonly sameBatch?: boolean
}

/**
 * Minimises L_AUC(w − innerLearningRate·∇L_AVG(w)) by PDSCA: the inner step on cross-entropy and batch S1, the outer one on
 * the AUC-margin loss and an independent batch S2 with P positives.
 *
 * The variant is `'libauc'` unless told otherwise: with the other defaults, `'algorithm1'` does not train ResNet-20 on the sample.
 * Every pass in training mode moves the running statistics of batch normalisation, at w and at u, but for the extra passes:
 * the scores on S1 ∪ S2 that the dual gradient needs, and those that measure curvature.
 *
 * @see Yuan et al., ICLR 2022, eqs. 4-6 and Algorithm 1; Table 2 for S1 = S2; end of section 3 for other losses
 * @example
 * const margins = ldamMargins(counts) // labels are numbers of classes, the model has a logit for each
 * const method = ct({ outer: (labels, logits) => ldamLoss(labels, logits, { margins }) })
 */
export function ct({
  loss = {},
  outer,
  inner = averageLoss,
  innerSampling = 'uniform',
  sameBatch = false,
  ...options
}: CompositionalOptions = {}): Method {
  const outerSampling = outer ? 'uniform' : 'balanced'
  const { innerSteps = 1, hessian } = options
  return {
    name: 'CT',
    stages: [
      {
        batches: sameBatch ? [outerSampling] : [innerSampling, outerSampling],
        gradientEvaluations:
          innerSteps + 1 + (hessian === 'finite-difference' ? 2 * innerSteps : 0),
        optimizer: pdsca({ variant: 'libauc', margin: loss.margin ?? 1, ...options }),
        problem: (context, batches) => {
          const [s1, s2 = s1] = batches as readonly [BatchTensors, BatchTensors?]
          const { model } = context
          const average = (updateStatistics: boolean) => lossOf(inner, model, s1, updateStatistics)
          return {
            weights: model.parameters,
            inner: () => average(true),
            innerProbe: () => average(false),
            ...(outer
              ? { outer: () => lossOf(outer, model, s2) }
              : aucProblem(context, s1, s2, loss)),
          }
        },
      },
    ],
  }
}

function aucProblem(
  { model, auc }: MethodContext,
  s1: BatchTensors,
  s2: BatchTensors,
  loss: AucMarginOptions,
): Pick<BatchProblem, 'auc' | 'outer' | 'dual'> {
  const margin: Loss = (labels, logits) => aucMargin(labels, logits, auc, loss)
  const outer = () => lossOf(margin, model, s2)
  const dual = () => {
    const union = tf.concat([logitsOf(model, s1, false), logitsOf(model, s2, false)])
    return margin(tf.concat([s1.labels, s2.labels]), union)
  }
  return s1 === s2 ? { auc, outer } : { auc, outer, dual }
}

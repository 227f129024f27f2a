/** AUCsc: the AUC-margin loss from scratch. */
import { type AucMarginOptions, aucMargin } from '@deepauc/losses'
import { type PesgOptions, pesg } from '@deepauc/optimizers'
import type { BatchTensors, Method } from '../method.ts'

export interface AucScOptions extends PesgOptions {
  readonly loss?: AucMarginOptions
}

/**
 * Minimises the AUC-margin loss by PESG, from random weights, on batches with P positives.
 *
 * @see Yuan et al., ICLR 2022, Table 1, column AUCsc
 */
export function aucSc({ loss = {}, ...options }: AucScOptions = {}): Method {
  return {
    name: 'AUCsc',
    stages: [
      {
        batches: ['balanced'],
        gradientEvaluations: 1,
        optimizer: pesg({ margin: loss.margin ?? 1, ...options }),
        problem: ({ model, auc }, [batch]) => {
          const { images, labels } = batch as BatchTensors
          const scores = () => model.apply(images, { training: true })
          return {
            weights: model.parameters,
            auc,
            outer: () => aucMargin(labels, scores(), auc, loss),
          }
        },
      },
    ],
  }
}

/** CE: cross-entropy, the baseline. */
import { type SgdOptions, sgd } from '@deepauc/optimizers'
import { averageLoss } from '../average-loss.ts'
import type { BatchTensors, Method } from '../method.ts'

export type CrossEntropyOptions = SgdOptions

/**
 * Minimises the average loss L_AVG on uniform batches by SGD; momentum 0.9 and weight decay 1e-4 by default.
 *
 * @see Yuan et al., ICLR 2022, eq. 1 and Table 1, column CE (the paper does not state the momentum)
 */
export function ce(options: CrossEntropyOptions = {}): Method {
  return {
    name: 'CE',
    stages: [
      {
        batches: ['uniform'],
        gradientEvaluations: 1,
        optimizer: sgd({ momentum: 0.9, weightDecay: 1e-4, ...options }),
        problem: ({ model }, [batch]) => {
          const { images, labels } = batch as BatchTensors
          return {
            weights: model.parameters,
            outer: () => averageLoss(labels, model.apply(images, { training: true })),
          }
        },
      },
    ],
  }
}

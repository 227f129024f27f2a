/** CE: cross-entropy, the baseline. */
import { type SgdOptions, sgd } from '@deepauc/optimizers'
import { averageLoss } from '../average-loss.ts'
import { lossOf } from '../batch-loss.ts'
import type { BatchTensors, Method } from '../method.ts'

/** Options of {@link ce}. */
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
        problem: ({ model }, [batch]) => ({
          weights: model.parameters,
          outer: () => lossOf(averageLoss, model, batch as BatchTensors),
        }),
      },
    ],
  }
}

/** Learning rates that fall during training. */
import * as tf from '@tensorflow/tfjs-core'
import type { Optimizer, OptimizerState } from './optimizer.ts'
import { entry } from './variables.ts'

/**
 * The paper's schedule: all rates are divided by `factor` at each milestone.
 *
 * @param milestones shares of the training in [0, 1]; default 50 % and 75 %
 * @returns the multiplier at `progress`, the share of the training that is done, in [0, 1]
 * @see Yuan et al., ICLR 2022, section 4 (÷10 at 50 % and 75 %)
 */
export function stepDecay({
  milestones = [0.5, 0.75],
  factor = 10,
}: {
  readonly milestones?: readonly number[]
  readonly factor?: number
} = {}): (progress: number) => number {
  return (progress) => factor ** -milestones.filter((milestone) => progress >= milestone).length
}

/**
 * Sets every learning rate, the inner and the dual one too, to its initial value times `multiplier`. (LibAUC 2.0's trainer
 * forgets the inner one.)
 */
export function setLearningRates(
  { learningRates }: Pick<Optimizer, 'learningRates'>,
  state: OptimizerState,
  multiplier: number,
): void {
  tf.tidy(() => {
    for (const [name, initial] of Object.entries(learningRates))
      entry(state.learningRates, name).assign(tf.scalar(initial * multiplier))
  })
}

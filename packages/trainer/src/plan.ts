/** From a budget to the steps of each stage. */
import { stepDecay } from '@deepauc/optimizers'
import type { Method, RunBudget, Schedule, Stage } from './method.ts'

export interface PlannedStage {
  readonly stage: Stage
  readonly steps: number
  /** Multiplier of the learning rates at a step of this stage, counted from 0. */
  rate(step: number): number
}

export interface TrainingPlan {
  readonly stages: readonly PlannedStage[]
  readonly steps: number
  /** What the run really spends: no more than its budget, but for stages that the method adds to it. */
  readonly gradientEvaluations: number
}

/**
 * The steps that a method takes within a budget, at least one in every stage. The schedule's progress is the share of the
 * budget that has been spent.
 *
 * @param run.schedule default: ÷10 at 50 % and at 75 %
 * @throws RangeError if the budget or the schedule does not suit the method
 * @example
 * trainingPlan(ct(), { gradientEvaluations: 600, batchesPerEpoch: 90 }).steps // 300
 */
export function trainingPlan(
  method: Method,
  {
    gradientEvaluations,
    batchesPerEpoch,
    schedule = stepDecay(),
  }: Omit<RunBudget, 'schedule'> & { readonly schedule?: Schedule | undefined },
): TrainingPlan {
  const run = { gradientEvaluations, batchesPerEpoch, schedule }
  let spent = 0
  const stages = method.stages.map((stage) => {
    const before = spent
    const budget = stage.budget?.(run) ?? gradientEvaluations - before
    const steps = Math.max(1, Math.floor(budget / stage.gradientEvaluations))
    const multiplier = stage.schedule ?? schedule
    spent += steps * stage.gradientEvaluations
    const rate = (step: number) =>
      multiplier((before + step * stage.gradientEvaluations) / gradientEvaluations)
    return { stage, steps, rate }
  })
  const steps = stages.reduce((sum, stage) => sum + stage.steps, 0)
  return { stages, steps, gradientEvaluations: spent }
}

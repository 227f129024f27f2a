/** From a budget to the stages of a run. */
import { stepDecay } from '@deepauc/optimizers'
import type { Method, Schedule, Stage } from './method.ts'

/**
 * What a run may spend, one of: gradient evaluations (a batch once through forward and backward counts 1), epochs of
 * ⌊n / batch size⌋ gradient evaluations, steps of the method's first stage, or seconds of training, without evaluation.
 */
export type Budget =
  | { readonly gradientEvaluations: number }
  | { readonly epochs: number }
  | { readonly steps: number }
  | { readonly seconds: number }

/** What a run has spent. */
export interface Spent {
  readonly step: number
  readonly gradientEvaluations: number
  readonly seconds: number
  /** Steps of the present stage. */
  readonly stageSteps: number
}

/** A stage of a method within a budget. */
export interface PlannedStage {
  readonly stage: Stage
  /** Undefined where the clock decides. */
  readonly steps?: number
  isOver(spent: Spent): boolean
  /** Multiplier of the learning rates of the next step. */
  rate(spent: Pick<Spent, 'gradientEvaluations' | 'seconds'>): number
}

/** What {@link trainingPlan} finds: the stages of a method, their steps and their cost. */
export interface TrainingPlan {
  readonly stages: readonly PlannedStage[]
  /** Undefined where the clock decides. */
  readonly steps?: number
  /**
   * What the run will spend: no more than its budget, but for stages with epochs of their own, which come on top as in the paper.
   * Undefined under a clock, which holds for all stages.
   */
  readonly gradientEvaluations?: number
  /** The part of the run that is done, in [0, 1]. */
  share(spent: Pick<Spent, 'step' | 'seconds'>): number
}

/** Of a clock, what is kept for stages with epochs of their own: 10 of 110 epochs in the paper. */
const addedShare = 1 / 11

/** Options of {@link trainingPlan}. */
export interface PlanOptions {
  /** ⌊n / batch size⌋: gradient evaluations of an epoch, for every method. */
  readonly batchesPerEpoch: number
  /** Multiplier of all learning rates at a share of the budget in [0, 1]. Default: ÷10 at 50 % and at 75 %. */
  readonly schedule?: Schedule | undefined
}

/**
 * The stages that a method goes through within a budget, at least one step in each.
 *
 * @throws RangeError if the budget or the schedule does not suit the method
 * @example
 * trainingPlan(ct(), { gradientEvaluations: 600, batchesPerEpoch: 90 }).steps // 300
 */
export function trainingPlan(
  method: Method,
  { batchesPerEpoch, schedule = stepDecay(), ...budget }: PlanOptions & Budget,
): TrainingPlan {
  const limit = limitOf(budget, method, batchesPerEpoch)
  const isTimed = limit.unit === 'seconds'
  const adds = method.stages.some(({ epochs }) => epochs !== undefined)
  const own = isTimed && adds ? limit.total * (1 - addedShare) : limit.total
  const progress = (spent: Pick<Spent, 'gradientEvaluations' | 'seconds'>) =>
    spent[limit.unit] / own
  const stages = method.stages.map((stage): PlannedStage => {
    const { gradientEvaluations: cost, until, epochs } = stage
    const extra = (epochs ?? 0) * batchesPerEpoch
    const isExtraSpent = (spent: Spent) =>
      (spent.stageSteps + 1) * cost > extra || (isTimed && spent.seconds >= limit.total)
    const isOwnSpent = (spent: Spent) =>
      isTimed ? spent.seconds >= own : spent.gradientEvaluations + cost > limit.total
    const isSpent = epochs === undefined ? isOwnSpent : isExtraSpent
    return {
      stage,
      isOver: (spent) =>
        spent.stageSteps > 0 && (isSpent(spent) || until?.(progress(spent), schedule) === true),
      rate: (spent) => (stage.schedule ?? schedule)(progress(spent)),
    }
  })
  if (isTimed) {
    checkEnds(method, (stage) => percents.some((share) => stage.until?.(share, schedule)))
    return { stages, share: ({ seconds }) => Math.min(1, seconds / limit.total) }
  }
  const counted = countSteps(stages)
  checkEnds(method, (stage, i) => {
    const { spent } = counted[i] as Counted
    return stage.until?.(progress(spent), schedule) === true
  })
  const { step: steps, gradientEvaluations } = (counted.at(-1) as Counted).spent
  return {
    stages: counted.map(({ planned, spent }) => ({ ...planned, steps: spent.stageSteps })),
    steps,
    gradientEvaluations,
    share: ({ step }) => step / steps,
  }
}

const percents: readonly number[] = Array.from({ length: 100 }, (_, percent) => percent / 100)

interface Limit {
  readonly unit: 'gradientEvaluations' | 'seconds'
  readonly total: number
}

function limitOf(budget: object, { stages }: Method, batchesPerEpoch: number): Limit {
  const scales = {
    gradientEvaluations: 1,
    epochs: batchesPerEpoch,
    steps: stages[0]?.gradientEvaluations ?? 1,
    seconds: 1,
  }
  const given = Object.entries(budget).filter(
    ([name, value]) => name in scales && value !== undefined,
  )
  const [[kind, value] = ['', 0]] = given
  const scale = scales[kind as keyof typeof scales]
  if (given.length !== 1)
    throw new RangeError(
      'a budget is one of gradientEvaluations, epochs, steps and seconds, ' +
        `got ${given.map(([name]) => name).join(', ') || 'none'}`,
    )
  const inSeconds = kind === 'seconds'
  if (!(value > 0 && Number.isFinite(value) && (inSeconds || Number.isInteger(value))))
    throw new RangeError(
      `${kind} must be ${inSeconds ? 'a number > 0' : 'an integer ≥ 1'}, got ${value}`,
    )
  return { unit: inSeconds ? 'seconds' : 'gradientEvaluations', total: value * scale }
}

interface Counted {
  readonly planned: PlannedStage
  /** At the end of the stage. */
  readonly spent: Spent
}

function countSteps(stages: readonly PlannedStage[]): Counted[] {
  let spent: Spent = { step: 0, gradientEvaluations: 0, seconds: 0, stageSteps: 0 }
  return stages.map((planned) => {
    spent = { ...spent, stageSteps: 0 }
    while (!planned.isOver(spent))
      spent = {
        ...spent,
        step: spent.step + 1,
        stageSteps: spent.stageSteps + 1,
        gradientEvaluations: spent.gradientEvaluations + planned.stage.gradientEvaluations,
      }
    return { planned, spent }
  })
}

/** @throws RangeError if a stage waits for something that does not happen */
function checkEnds(method: Method, ends: (stage: Stage, index: number) => boolean): void {
  for (const [i, stage] of method.stages.entries())
    if (stage.until && !ends(stage, i))
      throw new RangeError(
        `stage ${i + 1} of ${method.name} ends when the learning rates first drop, which they do not within the budget`,
      )
}

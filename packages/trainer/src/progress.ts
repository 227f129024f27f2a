/** Where a run stands: plain JSON, and what each event makes of it. */
import type { Evaluation } from './evaluate.ts'
import type { EvaluationEvent, StepEvent } from './events.ts'
import type { StepNumbers } from './run-stage.ts'

/** Where a run stands, as plain JSON. */
export interface RunProgress {
  readonly method: string
  readonly step: number
  readonly gradientEvaluations: number
  readonly seconds: number
  /** The present stage, counted from 0, and its steps. */
  readonly stage: number
  readonly stageSteps: number
  /** Multiplier of the learning rates in the last step. */
  readonly rate: number
  /** Whether the weights of this step have still to be evaluated. */
  readonly evaluationDue: boolean
  /** Of the steps since the last evaluation. */
  readonly losses: { readonly sum: number; readonly count: number }
  /** The evaluation with the highest validation AUC, the earliest of equals. */
  readonly best?: { readonly step: number; readonly auc: number }
}

export function atStart(method: string): RunProgress {
  return {
    method,
    step: 0,
    gradientEvaluations: 0,
    seconds: 0,
    stage: 0,
    stageSteps: 0,
    rate: 1,
    evaluationDue: false,
    losses: { sum: 0, count: 0 },
  }
}

export function afterStep(
  progress: RunProgress,
  { loss, seconds, rate, cost }: StepNumbers & { seconds: number; rate: number; cost: number },
): RunProgress {
  const { sum, count } = progress.losses
  return {
    ...progress,
    step: progress.step + 1,
    stageSteps: progress.stageSteps + 1,
    gradientEvaluations: progress.gradientEvaluations + cost,
    seconds: progress.seconds + seconds,
    rate,
    losses: { sum: sum + loss, count: count + 1 },
  }
}

export function afterEvaluation(progress: RunProgress, { auc }: { auc: number }): RunProgress {
  const { step } = progress
  return {
    ...progress,
    evaluationDue: false,
    losses: { sum: 0, count: 0 },
    ...(isBetter(progress, auc) && { best: { step, auc } }),
  }
}

export function afterStage(progress: RunProgress): RunProgress {
  return { ...progress, stage: progress.stage + 1, stageSteps: 0 }
}

/** Whether no evaluation before was as good. */
export function isBetter({ best }: RunProgress, auc: number): boolean {
  return best === undefined || auc > best.auc
}

export function stepEvent(progress: RunProgress, { loss, innerLoss }: StepNumbers): StepEvent {
  return {
    kind: 'step',
    ...spent(progress),
    loss,
    ...(innerLoss !== undefined && { innerLoss }),
  }
}

/** @param progress before the evaluation */
export function evaluationEvent(
  progress: RunProgress,
  { auc, objective }: Evaluation,
  measured?: EvaluationEvent['measured'],
): EvaluationEvent {
  const { sum, count } = progress.losses
  return {
    kind: 'evaluation',
    ...spent(progress),
    trainingLoss: sum / count,
    validation: { auc, objective },
    ...(measured && { measured }),
    isBest: isBetter(progress, auc),
  }
}

/** What every event tells of a run. */
export function spent({ step, gradientEvaluations, seconds }: RunProgress): {
  step: number
  gradientEvaluations: number
  seconds: number
} {
  return { step, gradientEvaluations, seconds }
}

/** What a run tells while it goes on. Events are plain JSON. */
import type { Evaluation } from './evaluate.ts'

interface Progress {
  /** Steps done. */
  readonly step: number
  /** Batches that went through forward and backward. */
  readonly gradientEvaluations: number
  /** Seconds spent in training, without evaluation and saving. */
  readonly seconds: number
}

/** A step was taken. */
export interface StepEvent extends Progress {
  readonly kind: 'step'
  /** The loss whose gradient moved the weights, before the step; the saddle value for AUC losses. */
  readonly loss: number
  /** The average loss on S1, in compositional training. */
  readonly innerLoss?: number
}

/** The validation images were scored. */
export interface EvaluationEvent extends Progress {
  readonly kind: 'evaluation'
  /** Mean training loss since the evaluation before. */
  readonly trainingLoss: number
  readonly validation: Omit<Evaluation, 'scores'>
  /** What `measure` has returned, if it was given. */
  readonly measured?: Readonly<Record<string, number>>
  /** Whether no evaluation before was as good. */
  readonly isBest: boolean
}

/** A checkpoint was saved. */
export interface CheckpointEvent extends Progress {
  readonly kind: 'checkpoint'
  /** What the store calls it. */
  readonly name?: string
}

/** What `train` yields. */
export type TrainingEvent = StepEvent | EvaluationEvent | CheckpointEvent

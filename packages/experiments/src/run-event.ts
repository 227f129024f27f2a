/** What a run tells, training and all around it. Events are plain JSON, but for the result. */
import type { TrainingEvent } from '@deepauc/trainer'
import type { RunResult } from './run-result.ts'

/** The run begins, or goes on. */
export interface StartEvent {
  readonly kind: 'start'
  /** Steps that the run takes in all; absent where the clock decides. */
  readonly steps?: number
  /** Seconds of training, where the clock decides. */
  readonly seconds?: number
  /** Gradient evaluations in an epoch. */
  readonly batchesPerEpoch?: number
  /** Where an interrupted run goes on. */
  readonly from?: number
  /** Checkpoints that could not be used, and why. */
  readonly damaged?: readonly { readonly name: string; readonly problem: string }[]
  /** What is different since the run began and may change the last bits. */
  readonly drift?: readonly string[]
}

/** The run is over, and its files are written. */
export interface EndEvent {
  readonly kind: 'end'
  readonly result: RunResult
}

/** What `runRecipe` yields; every event tells whose it is. */
export type RunEvent = (StartEvent | TrainingEvent | EndEvent) & {
  /** Name of the recipe, or of its method. */
  readonly method: string
}

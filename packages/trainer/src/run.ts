/** A run between its steps: where it stands, its best weights and its checkpoints. */
import {
  areFinite,
  type Checkpoint,
  type CheckpointStore,
  readVariables,
  type SavedTensors,
  tensorsAt,
  tensorsBelow,
  writeVariables,
} from './checkpoint.ts'
import { DivergedError } from './diverged-error.ts'
import type { Evaluation } from './evaluate.ts'
import type { CheckpointEvent } from './events.ts'
import type { Method } from './method.ts'
import { atStart, isBetter, type RunProgress, spent } from './progress.ts'
import type { RunningStage } from './run-stage.ts'
import type { TrainableModel } from './structures.ts'

export interface RunOptions {
  readonly model: TrainableModel
  readonly method: Method
  readonly checkpoints?: CheckpointStore & { readonly every?: number }
  readonly from?: Checkpoint
  readonly signal?: AbortSignal
}

export interface Run {
  progress: RunProgress
  bestWeights: SavedTensors
  /** Parameters and statistics of the whole model. */
  readonly network: Parameters<typeof readVariables>[0]
  /** Keeps the weights if they are the best; to be called while the network holds those that were evaluated. */
  readonly keepBest: (evaluation: Evaluation) => Evaluation
  readonly saveIfDue: (stage: RunningStage) => Promise<CheckpointEvent | undefined>
  /** Throws the error again; a DivergedError then names the last checkpoint. */
  readonly nameCheckpoint: (error: unknown) => never
}

/** @throws RangeError if the checkpoint is that of another method */
export function beginRun({ model, method, checkpoints, from, signal }: RunOptions): Run {
  if (from && from.progress.method !== method.name)
    throw new RangeError(`the checkpoint is one of ${from.progress.method}, not of ${method.name}`)
  let lastName: string | undefined
  const run: Run = {
    progress: from?.progress ?? atStart(method.name),
    bestWeights: from ? tensorsBelow('best', from.tensors) : {},
    network: { ...model.parameters, ...model.statistics },
    keepBest(evaluation) {
      if (isBetter(run.progress, evaluation.auc)) run.bestWeights = readVariables(run.network)
      return evaluation
    },
    async saveIfDue(stage) {
      const { progress } = run
      if (!checkpoints || isSame(progress, saved) || !isDue(progress, checkpoints.every, signal))
        return undefined
      stage.sync()
      const tensors = tensorsOf(run, stage)
      if (!areFinite(tensors))
        throw new DivergedError(progress.step, { indices: [], checkpoint: lastName })
      saved = progress
      const name = await checkpoints.save({ progress, tensors })
      lastName = name || lastName
      return { kind: 'checkpoint', ...spent(progress), ...(name && { name }) }
    },
    nameCheckpoint(error) {
      if (!(error instanceof DivergedError)) throw error
      throw new DivergedError(error.step, { indices: error.indices, checkpoint: lastName })
    },
  }
  // What a run begins with need not be saved.
  let saved = run.progress
  return run
}

/** Puts the checkpoint's values into the network and into the stage. */
export function restore(run: Run, stage: RunningStage, { progress, tensors }: Checkpoint): void {
  writeVariables(run.network, tensorsBelow('model', tensors))
  writeVariables(stage.variables, tensorsBelow('stage', tensors))
  stage.resumeAt(progress.rate)
}

function tensorsOf({ network, bestWeights }: Run, stage: RunningStage): SavedTensors {
  return {
    ...tensorsAt('model', readVariables(network)),
    ...tensorsAt('stage', readVariables(stage.variables)),
    ...tensorsAt('best', bestWeights),
  }
}

/** A stage's end is the next one's beginning. */
function isSame(a: RunProgress, b: RunProgress): boolean {
  return a.step === b.step && a.evaluationDue === b.evaluationDue
}

/** After an evaluation, every `every` steps, and when the run is to stop. */
function isDue(
  { losses, step }: RunProgress,
  every = Number.POSITIVE_INFINITY,
  signal?: AbortSignal,
): boolean {
  return losses.count === 0 || step % every === 0 || signal?.aborted === true
}

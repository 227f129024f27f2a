/** The training loop. */
import { setImmediate } from 'node:timers/promises'
import type { Checkpoint, CheckpointStore, SavedTensors } from './checkpoint.ts'
import { DivergedError } from './diverged-error.ts'
import { evaluate } from './evaluate.ts'
import type { TrainingEvent } from './events.ts'
import type { Method, Schedule } from './method.ts'
import { type Budget, type PlannedStage, trainingPlan } from './plan.ts'
import { afterEvaluation, afterStage, afterStep, evaluationEvent, stepEvent } from './progress.ts'
import { beginRun, type Run, restore } from './run.ts'
import { type RunningStage, runStage } from './run-stage.ts'
import type { BatchSource, Compiler, Predictor, TrainableModel } from './structures.ts'

/** Options of {@link train}: what is trained, on what, how long, and what is told. */
export type TrainOptions = Budget & {
  readonly model: TrainableModel
  readonly method: Method
  /** One source for each batch of a step, in the order of the method's stages and of their batches. */
  readonly sources: readonly BatchSource[]
  /** Multiplier of all learning rates at a share of the budget in [0, 1]. Default: ÷10 at 50 % and at 75 %. */
  readonly schedule?: Schedule
  /** Scored `evaluations` times, evenly spaced, the last time after the last step. */
  readonly validation: BatchSource
  /** Default 10. */
  readonly evaluations?: number
  /** Logits per image, each for a label of its own. Default 1. */
  readonly labels?: number
  /** Parts into which batches are divided that need too much memory at once. Default 1. */
  readonly accumulate?: number
  /** Of the random numbers that a network with dropout draws. Default 0. */
  readonly seed?: number
  /** Makes the steps faster. Default: they run as they are. */
  readonly compiler?: Compiler
  /** What scores the validation part with the weights that the model then has. Default: the model as it is. */
  readonly predictor?: Predictor
  /**
   * Called at every evaluation, while the model holds the weights that are evaluated: its numbers are told, and nothing is chosen
   * by them. It must leave the weights as they are.
   */
  readonly measure?: Measure
  /** Gets a checkpoint after every evaluation, every `every` steps and when `signal` aborts. */
  readonly checkpoints?: CheckpointStore & { readonly every?: number }
  /** Goes on from there, with the same options as then. */
  readonly from?: Checkpoint
  /** Stops the run after the present step, with the signal's reason as the error. */
  readonly signal?: AbortSignal
}

/** Numbers by name. It throws the signal's reason if that aborts. */
export type Measure = (options: {
  readonly signal?: AbortSignal | undefined
}) => Promise<Readonly<Record<string, number>>>

/** What a run leaves besides the weights of the last step, which are in the model. */
export interface TrainingResult {
  /** The evaluation with the highest validation AUC, the earliest of equals. */
  readonly best: { readonly step: number; readonly auc: number }
  /** Parameters and statistics of the model at that evaluation. */
  readonly bestWeights: SavedTensors
}

/**
 * Trains the model in place and tells about it: an event for every step, evaluation and checkpoint. Stop by leaving the loop.
 * In the end the model holds the weights that were evaluated last.
 *
 * A run that goes on from a checkpoint ends with the same weights and tells the same events, but for their seconds, as one that
 * was never interrupted.
 *
 * @throws DivergedError if a loss or a weight is NaN or infinite; no checkpoint has such a weight
 * @throws RangeError if a batch of an AUC loss lacks a class, the number of sources is wrong, the budget or the schedule does
 *   not suit the method, a count is not an integer ≥ 1, or the checkpoint is that of another run
 * @throws TypeError if the method trains the classifier alone and the model does not tell which part that is
 * @example
 * for await (const event of train({ model, method: ct(), sources, validation, gradientEvaluations: 600 }))
 *   if (event.kind === 'evaluation') console.log(event.step, event.validation.auc)
 */
export async function* train(
  options: TrainOptions,
): AsyncGenerator<TrainingEvent, TrainingResult, void> {
  const { model, from } = options
  const plan = prepare(options)
  const run = beginRun(options)
  for (const planned of plan.stages.slice(run.progress.stage)) {
    const { stage, part, sources } = planned
    const running = runStage(stage, { ...options, model: part, sources })
    try {
      if (from && run.progress === from.progress) restore(run, running, from)
      else stage.begin?.(model)
      yield* runThrough(planned, running, run, { ...options, ...plan })
      if (planned.isLast && run.progress.losses.count > 0) {
        // The stage came on top of a budget in seconds.
        run.progress = { ...run.progress, evaluationDue: true }
        yield* runThrough(planned, running, run, { ...options, ...plan })
      }
      running.finish()
      run.progress = afterStage(run.progress)
    } finally {
      running.dispose()
    }
  }
  return { best: run.progress.best as TrainingResult['best'], bestWeights: run.bestWeights }
}

/** The steps of one stage. */
async function* runThrough(
  { stage, isOver, rate }: PlannedStage,
  running: RunningStage,
  run: Run,
  { share, evaluations, signal, ...options }: TrainOptions & ReturnType<typeof prepare>,
): AsyncGenerator<TrainingEvent, void, void> {
  for (;;) {
    if (run.progress.evaluationDue) yield* evaluation(running, run, { ...options, signal })
    const saved = await run.saveIfDue(running)
    if (saved) yield saved
    signal?.throwIfAborted()
    if (isOver(run.progress)) return

    const before = run.progress
    const started = performance.now()
    const multiplier = rate(before)
    const losses = await running.step(before.step, multiplier).catch(run.nameCheckpoint)
    const seconds = (performance.now() - started) / 1000
    const numbers = { ...losses, seconds, rate: multiplier, cost: stage.gradientEvaluations }
    const after = afterStep(before, numbers)
    const evaluationDue = isDue(share(before), share(after), evaluations)
    run.progress = { ...after, evaluationDue }
    yield stepEvent(after, losses)
    await setImmediate() // Node delivers signals between macrotasks only.
  }
}

/** Scores the validation part and measures what is wanted besides, unless the signal stops it. */
async function* evaluation(
  running: RunningStage,
  run: Run,
  options: Evaluated,
): AsyncGenerator<TrainingEvent, void, void> {
  const { progress } = run
  const scored = await running.evaluate(() =>
    score(run, options).catch((error) => {
      if (!options.signal?.aborted) throw error
    }),
  )
  if (!scored) return
  const { validation, measured } = scored
  run.progress = afterEvaluation(progress, validation)
  yield evaluationEvent(progress, validation, measured)
}

async function score(
  run: Run,
  { model, validation, predictor = model, measure, signal }: Evaluated,
) {
  const evaluated = await evaluate(predictor, validation, { signal })
  if (Number.isNaN(evaluated.auc))
    run.nameCheckpoint(new DivergedError(run.progress.step, { indices: [] }))
  const measured = await measure?.({ signal })
  return { validation: run.keepBest(evaluated), measured }
}

type Evaluated = Pick<TrainOptions, 'model' | 'validation' | 'predictor' | 'measure'> & {
  readonly signal: AbortSignal | undefined
}

/** Everything that can be refused before the first step, and the sources and the part of the model of each stage. */
function prepare(options: TrainOptions) {
  const { model, method, sources, evaluations = 10, accumulate = 1 } = options
  for (const [name, count] of Object.entries({ evaluations, accumulate }))
    if (!(Number.isInteger(count) && count >= 1))
      throw new RangeError(`${name} must be an integer ≥ 1, got ${count}`)
  const batches = method.stages.flatMap((stage) => stage.batches)
  const [first] = sources
  if (first === undefined || sources.length !== batches.length)
    throw new RangeError(
      `${method.name} needs a source for each of ${batches.length} batches (${batches.join(', ')}), got ${sources.length}`,
    )
  const plan = trainingPlan(method, { ...options, batchesPerEpoch: first.batchesPerEpoch })
  let taken = 0
  const stages = plan.stages.map((planned) => {
    const from = taken
    taken += planned.stage.batches.length
    const part = planned.stage.part?.(model) ?? model
    const isLast = planned === plan.stages.at(-1)
    return { ...planned, isLast, part, sources: sources.slice(from, taken) }
  })
  return { ...plan, stages, evaluations }
}

/** True `evaluations` times between 0 and 1, evenly spaced and at 1. */
function isDue(before: number, after: number, evaluations: number): boolean {
  // Shares are quotients: 3 / 49 · 49 may be less than 3.
  const count = (share: number) => Math.floor(share * evaluations + 1e-9)
  return count(after) > count(before)
}

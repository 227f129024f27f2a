/** One recipe, from random weights to test scores, in a folder from which it goes on after an interruption. */
import type { Model } from '@deepauc/models'
import { stepDecay } from '@deepauc/optimizers'
import {
  checkpointFolder,
  type Method,
  type TrainOptions,
  train,
  trainingPlan,
} from '@deepauc/trainer'
import { environment } from './environment.ts'
import { finishedRun, testRun } from './finish-run.ts'
import { type EventLog, openEventLog } from './log/event-log.ts'
import type { ScalarLogger } from './log/scalar-logger.ts'
import { logged } from './logged.ts'
import { makeMethod } from './make-method.ts'
import { makeNetwork } from './make-network.ts'
import { type Instruments, instruments } from './measurements.ts'
import { openTask, type Task } from './open-task.ts'
import { recipeHash } from './recipe/identity.ts'
import type { Recipe } from './recipe/recipe.ts'
import type { RunEvent, StartEvent } from './run-event.ts'
import { identify, type RunFiles, runFiles } from './run-files.ts'
import type { RunResult } from './run-result.ts'
import { evaluationSource, trainingSources } from './run-sources.ts'
import { sessionCompiler } from './session-compiler.ts'

/** Options of {@link runRecipe}. */
export interface RunRecipeOptions {
  /** Of this run alone; it is made if it is missing, and an interrupted run in it goes on. */
  readonly folder: string
  /** The opened data of the recipe, for several runs on the same; the caller closes it. */
  readonly task?: Task
  /** Stops the run with a checkpoint, and with the signal's reason as the error. */
  readonly signal?: AbortSignal | undefined
  /** Get the numbers of every event; the caller closes them. */
  readonly loggers?: readonly ScalarLogger[]
  /** Go on although back end, threads or versions are others than when the run began. */
  readonly allowDrift?: boolean
}

/** What the parts of a run share. */
export interface RunContext {
  readonly name: string
  readonly recipe: Recipe
  readonly files: RunFiles
  readonly task: Task
}

/**
 * Trains, tells every event, and scores the test part with the weights after the last step and with those that were best on
 * the validation part. In the folder are `run.json`, `events.jsonl`, `checkpoints`, and in the end `weights.safetensors`,
 * `best.safetensors`, `test-scores.csv`, `metrics.jsonl` and `result.json`: all but the clocks in them the same bytes, however
 * often the run was interrupted. A run that is over is not repeated.
 *
 * @throws RangeError if the recipe does not suit the data or the back end, or the folder holds the run of another one
 * @throws DataError if data are missing or corrupt, or another process works in the folder
 * @throws DivergedError if a loss is NaN or infinite
 * @throws CheckpointError if no checkpoint can be saved, or none of several is whole
 */
export async function* runRecipe(
  recipe: Recipe,
  { folder, allowDrift = false, ...options }: RunRecipeOptions,
): AsyncGenerator<RunEvent, RunResult, void> {
  const name = recipe.name ?? recipe.method.name
  const files = await runFiles(folder)
  const identity = { recipe, hash: await recipeHash(recipe), environment: await environment() }
  const over = finishedRun(name, recipe, files)
  const drift = await identify(files, identity, allowDrift || over !== undefined)
  if (over) {
    yield { method: name, kind: 'end', result: over }
    return over
  }
  const task = options.task ?? (await openTask(recipe.data, recipe.training.seed))
  const log = openEventLog(files.events)
  try {
    const result = yield* told({ name, recipe, files, task }, log, drift, options)
    yield { method: name, kind: 'end', result }
    return result
  } finally {
    log.close()
    if (!options.task) await task.close()
  }
}

async function* told(
  context: RunContext,
  log: EventLog,
  drift: readonly string[],
  { signal, loggers = [] }: Pick<RunRecipeOptions, 'signal' | 'loggers'>,
): AsyncGenerator<RunEvent, RunResult, void> {
  const { name, recipe, task } = context
  const { training } = recipe
  const method = makeMethod(recipe.method)
  const compiler = sessionCompiler(training.precision)
  // Samplers refuse impossible batches, so they come before the network's memory.
  const sources = trainingSources(method, task.train, recipe)
  const validation = evaluationSource(task.validation, recipe)
  const test = evaluationSource(task.test, recipe)
  let model: Model | undefined
  let measuring: Instruments | undefined
  try {
    const { shape } = await validation.batch(0)
    model = await makeNetwork(recipe.network, {
      seed: training.seed,
      channels: shape[3],
      labels: task.labelNames.length,
      size: [shape[1], shape[2]],
    })
    const predictor = compiler.predictor(model)
    const options = { ...trainingOptions(recipe, task), model, method, sources, validation }
    measuring = instruments(task, recipe, { model, predictor })
    const resumed = yield* beginning(context, log, drift, planOf(options))
    const checkpoints = saving(context, log)
    const best = yield* logged(
      train({
        ...options,
        ...resumed,
        compiler,
        predictor,
        checkpoints,
        ...(measuring.measure && { measure: measuring.measure }),
        ...(signal && { signal }),
      }),
      name,
      log,
      loggers,
    )
    return await testRun(context, log, { model, predictor, test, best })
  } finally {
    compiler.dispose()
    model?.dispose()
    const open = [...sources, validation, test, ...(measuring ? [measuring] : [])]
    await Promise.all(open.map((source) => source.close()))
  }
}

function trainingOptions({ training }: Recipe, { labelNames }: Task) {
  const { budget, schedule, evaluations, accumulate, seed } = training
  return {
    ...(budget as { gradientEvaluations: number }), // the schema has seen that it is one of the budgets
    schedule: stepDecay({ milestones: schedule.drops, factor: schedule.factor }),
    evaluations,
    accumulate,
    seed,
    labels: labelNames.length,
  }
}

function planOf(
  options: TrainOptions & { readonly method: Method },
): Pick<StartEvent, 'steps' | 'seconds' | 'batchesPerEpoch'> {
  const { batchesPerEpoch = 1 } = options.sources[0] ?? {}
  const { steps } = trainingPlan(options.method, { ...options, batchesPerEpoch })
  if (steps !== undefined) return { steps, batchesPerEpoch }
  return { ...('seconds' in options && { seconds: options.seconds }), batchesPerEpoch }
}

/** Where the run goes on, if it was interrupted; what came after that in the log counts no more. */
async function* beginning(
  { name, recipe, files }: RunContext,
  log: EventLog,
  drift: readonly string[],
  plan: ReturnType<typeof planOf>,
): AsyncGenerator<RunEvent, Pick<TrainOptions, 'from'>, void> {
  const { keep } = recipe.training.checkpoint
  const from = await checkpointFolder(files.checkpoints, { keep }).latest()
  const { seq = 0 } = (from?.notes ?? {}) as { seq?: number }
  if (log.seq > seq) log.append({ kind: 'rewind', toSeq: seq })
  const event: StartEvent = {
    kind: 'start',
    ...plan,
    ...(from && { from: from.progress.step }),
    ...(from && from.damaged.length > 0 && { damaged: from.damaged }),
    ...(drift.length > 0 && { drift }),
  }
  log.append({ method: name, ...event, time: Date.now() })
  yield { method: name, ...event }
  return from ? { from } : {}
}

/** A checkpoint knows the last line of the log, which is on the disk before it. */
function saving(
  { recipe, files }: RunContext,
  log: EventLog,
): NonNullable<TrainOptions['checkpoints']> {
  const { keep, everySteps } = recipe.training.checkpoint
  const store = checkpointFolder(files.checkpoints, { keep, notes: () => ({ seq: log.seq }) })
  const save: typeof store.save = (checkpoint) => {
    log.sync()
    return store.save(checkpoint)
  }
  return { save, ...(everySteps !== undefined && { every: everySteps }) }
}

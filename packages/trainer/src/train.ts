/** The training loop. */
import { setImmediate } from 'node:timers/promises'
import { evaluate } from './evaluate.ts'
import type { TrainingEvent } from './events.ts'
import type { Method, Schedule } from './method.ts'
import { trainingPlan } from './plan.ts'
import { runStage } from './run-stage.ts'
import type { BatchSource, Compiler, Predictor, TrainableModel } from './structures.ts'

export interface TrainOptions {
  readonly model: TrainableModel
  readonly method: Method
  /** One source for each batch of a step, in the order of the method's stages and of their batches. */
  readonly sources: readonly BatchSource[]
  /** Budget in gradient evaluations: a batch once through forward and backward counts 1, for every method. */
  readonly gradientEvaluations: number
  /** Multiplier of all learning rates at a progress in [0, 1]. Default: ÷10 at 50 % and at 75 %. */
  readonly schedule?: Schedule
  /** Scored `evaluations` times, evenly spaced, the last time after the last step. */
  readonly validation: BatchSource
  /** Default 10. */
  readonly evaluations?: number
  /** Makes the steps faster. Default: they run as they are. */
  readonly compiler?: Compiler
  /** What scores the validation part with the weights that the model then has. Default: the model as it is. */
  readonly predictor?: Predictor
}

/**
 * Trains the model in place and tells about it: an event for every step and every evaluation. Stop by leaving the loop.
 * In the end the model holds the weights that were evaluated last.
 *
 * @throws DivergedError if a loss is NaN or infinite
 * @throws RangeError if a batch of an AUC loss lacks a class, the number of sources is wrong, the budget or the schedule does
 *   not suit the method, or a count is not an integer ≥ 1
 * @throws TypeError if the method trains the classifier alone and the model does not tell which part that is
 * @example
 * for await (const event of train({ model, method: ct(), sources, validation, gradientEvaluations: 600 }))
 *   if (event.kind === 'evaluation') console.log(event.step, event.validation.auc)
 */
export async function* train(options: TrainOptions): AsyncGenerator<TrainingEvent, void, void> {
  const { model, validation, compiler, predictor = model } = options
  const { stages, steps, evaluations } = prepare(options)
  const progress = { step: 0, gradientEvaluations: 0, seconds: 0 }
  let losses: number[] = []
  for (const { stage, part, sources, ...planned } of stages) {
    stage.begin?.(model)
    const running = runStage(stage, part, sources, compiler)
    try {
      for (let step = 0; step < planned.steps; step++) {
        const started = performance.now()
        const told = await running.step(progress.step, planned.rate(step))
        progress.step++
        progress.gradientEvaluations += stage.gradientEvaluations
        progress.seconds += (performance.now() - started) / 1000
        losses.push(told.loss)
        yield { kind: 'step', ...progress, ...told }

        if (isDue(progress.step, evaluations, steps)) {
          const { auc, objective } = await running.evaluate(() => evaluate(predictor, validation))
          yield {
            kind: 'evaluation',
            ...progress,
            trainingLoss: mean(losses),
            validation: { auc, objective },
          }
          losses = []
        }
        await setImmediate() // Node delivers signals between macrotasks only.
      }
      running.finish()
    } finally {
      running.dispose()
    }
  }
}

/** Everything that can be refused before the first step, and the sources and the part of the model of each stage. */
function prepare({ model, method, sources, evaluations = 10, ...budget }: TrainOptions) {
  const { gradientEvaluations } = budget
  for (const [name, count] of Object.entries({ evaluations, gradientEvaluations }))
    if (!(Number.isInteger(count) && count >= 1))
      throw new RangeError(`${name} must be an integer ≥ 1, got ${count}`)
  const batches = method.stages.flatMap((stage) => stage.batches)
  const [first] = sources
  if (first === undefined || sources.length !== batches.length)
    throw new RangeError(
      `${method.name} needs a source for each of ${batches.length} batches (${batches.join(', ')}), got ${sources.length}`,
    )
  const plan = trainingPlan(method, { ...budget, batchesPerEpoch: first.batchesPerEpoch })
  let taken = 0
  const stages = plan.stages.map((planned) => {
    const from = taken
    taken += planned.stage.batches.length
    const part = planned.stage.part?.(model) ?? model
    return { ...planned, part, sources: sources.slice(from, taken) }
  })
  return { ...plan, stages, evaluations }
}

/** True `evaluations` times within `steps`, evenly spaced and at the end. */
function isDue(step: number, evaluations: number, steps: number): boolean {
  return Math.floor((step * evaluations) / steps) > Math.floor(((step - 1) * evaluations) / steps)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Several methods on one task with one budget. */
import { type EvaluationEvent, type Method, type StepEvent, trainingPlan } from '@deepauc/trainer'
import { methodCalled } from './methods.ts'
import { type RunResult, runMethod } from './run-method.ts'
import type { ComparisonSettings } from './settings.ts'
import type { Task } from './task.ts'

export type ComparisonEvent =
  | { readonly kind: 'start'; readonly method: string; readonly steps: number }
  | ((StepEvent | EvaluationEvent) & { readonly method: string })
  | { readonly kind: 'end'; readonly method: string; readonly result: RunResult }

export interface ComparisonOptions {
  readonly task: Task
  readonly settings: ComparisonSettings
}

/**
 * Trains each method from the same random weights, on the same images, with the same number of gradient evaluations; TS-DEC
 * adds the epochs of its new classifier, as in the paper, and its events count them.
 *
 * @throws RangeError if a method or the network is unknown, or a batch cannot be filled
 */
export async function* compareMethods({
  task,
  settings,
}: ComparisonOptions): AsyncGenerator<ComparisonEvent, void, void> {
  // All names are checked before the first method trains.
  const methods = settings.methods.map(methodCalled)
  for (const method of methods) {
    yield { kind: 'start', method: method.name, steps: stepsOf(method, { task, settings }) }
    const run = runMethod(method, task, settings)
    for (;;) {
      const { done, value } = await run.next()
      if (done) {
        yield { kind: 'end', method: method.name, result: value }
        break
      }
      yield { method: method.name, ...value }
    }
  }
}

function stepsOf(method: Method, { task, settings }: ComparisonOptions): number {
  const { gradientEvaluations, batchSize } = settings
  const batchesPerEpoch = Math.floor(task.train.labels.length / batchSize)
  return trainingPlan(method, { gradientEvaluations, batchesPerEpoch }).steps
}

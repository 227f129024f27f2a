/** Evaluating a network at other weights than those that training goes on from. */
import * as tf from '@tensorflow/tfjs-core'
import type { Optimizer, OptimizerState } from './optimizer.ts'
import { assignAll, type Variables, valuesOf } from './variables.ts'

/**
 * Calls `f` while the variables hold the weights that the optimizer wants evaluated, and puts the others back, also when `f`
 * fails. Most optimizers evaluate the weights themselves, and then nothing moves; see `evaluateAt` of `pdsca`.
 *
 * @example
 * const auc = await withEvaluationWeights(optimizer, { weights: model.parameters }, state, () => evaluate(model))
 */
export async function withEvaluationWeights<State extends OptimizerState, Result>(
  optimizer: Optimizer<State>,
  { weights }: { readonly weights: Variables },
  state: State,
  f: () => Result | Promise<Result>,
): Promise<Result> {
  const evaluated = optimizer.evaluationWeights?.(state)
  if (evaluated === undefined) return f()
  const kept = valuesOf(weights)
  assignAll(weights, evaluated)
  try {
    return await f()
  } finally {
    assignAll(weights, kept)
    tf.dispose(Object.values(kept))
  }
}

/** The one contract of all optimizers. */
import type * as tf from '@tensorflow/tfjs-core'
import type { Tensors, Variables } from './variables.ts'

/** The auxiliary variables of the AUC loss as the optimizer moves them: scalars, or `[labels]` each. */
export interface AucState {
  readonly a: tf.Variable
  readonly b: tf.Variable
  readonly alpha: tf.Variable
}

/**
 * A loss at the current values of the variables, or several, of which the mean counts: parts of a batch that go through the
 * network one after the other need less memory than all of it at once.
 */
export type LossFunction = (() => tf.Scalar) | readonly (() => tf.Scalar)[]

/** What is to be minimised. The functions are evaluated at the current values of the variables. */
export interface Problem {
  /** The network's trainable weights by name. */
  readonly weights: Variables
  /** Present when `outer` is an AUC loss: minimised over a and b, maximised over alpha. Otherwise nothing ascends. */
  readonly auc?: AucState
  /** The average loss on the batch S1, for compositional training. */
  readonly inner?: LossFunction
  /** The loss on the batch, S2 in compositional training. */
  readonly outer: LossFunction
  /** The AUC loss on S1 ∪ S2, of which only the derivative by alpha is taken. Without it, `outer` serves. */
  readonly dual?: LossFunction
  /**
   * The loss of `inner` for the extra passes of `hessian: 'finite-difference'`: the same function of the weights, with the
   * same random masks, and without a trace in the running statistics. Without it, `inner` serves.
   */
  readonly innerProbe?: LossFunction
}

/** Losses of one step, before the update. The caller disposes them. */
export type StepLosses = { readonly inner?: tf.Scalar; readonly outer: tf.Scalar }

/** Everything an optimizer remembers, as variables: `namedVariables` lists them for a checkpoint. */
export interface OptimizerState {
  /** Current rates; `setLearningRates` changes them. */
  readonly learningRates: Variables
}

/**
 * A pair of functions: `init` makes the state, `step` changes the problem's variables and the state in place, with tensor
 * operations only, so that a step can be recorded.
 */
export interface Optimizer<State extends OptimizerState = OptimizerState> {
  /** The initial value of every learning rate by name; a schedule scales all of them. */
  readonly learningRates: Readonly<Record<string, number>>
  init(problem: Pick<Problem, 'weights' | 'auc'>): State
  step(problem: Problem, state: State): StepLosses
  /** The weights to evaluate, where they are not those of the problem; `withEvaluationWeights` loads them. */
  evaluationWeights?(state: State): Tensors
  /** What else happens where the learning rates drop: a proximal reference moves. */
  onRateDrop?(state: State): void
}

/** What distinguishes one way of training from another. */
import type { AucState, Optimizer, Problem } from '@deepauc/optimizers'
import type * as tf from '@tensorflow/tfjs-core'
import type { TrainableModel } from './structures.ts'

/** `'uniform'`: every example is as likely as any other. `'balanced'`: P positives in every batch. */
export type Sampling = 'uniform' | 'balanced'

/** One batch on the back end. */
export interface BatchTensors {
  readonly images: tf.Tensor4D
  /** `[n]`, or `[n, labels]` for several labels. */
  readonly labels: tf.Tensor
  /** What a network with dropout draws. */
  readonly noise?: tf.Tensor2D
}

/** A loss of labels `[n]` or `[n, labels]` and logits `[n, labels]`. */
export type Loss = (labels: tf.Tensor, logits: tf.Tensor2D) => tf.Scalar

/** What a stage of a method works with. */
export interface MethodContext {
  readonly model: TrainableModel
  /** a, b and alpha of the AUC loss, 0 when the stage begins; for several labels `[labels]` each. */
  readonly auc: AucState
}

/** Multiplier of all learning rates at a progress in [0, 1]. */
export type Schedule = (progress: number) => number

/** The problem that one set of batches poses. */
export interface BatchProblem extends Pick<Problem, 'weights' | 'auc'> {
  readonly inner?: () => tf.Scalar
  readonly outer: () => tf.Scalar
  readonly dual?: () => tf.Scalar
  readonly innerProbe?: () => tf.Scalar
}

/** Which batches a step draws, which problem they pose and which optimizer takes the step. */
export interface Stage {
  /** One entry for each batch of a step; batches are drawn independently of each other. */
  readonly batches: readonly Sampling[]
  /** What a step costs: a batch once through forward and backward counts 1. */
  readonly gradientEvaluations: number
  readonly optimizer: Optimizer
  /** Only the functions of the problem may use the batches: its variables are asked for before there is a batch. */
  problem(context: MethodContext, batches: readonly BatchTensors[]): BatchProblem
  /** Ends the stage at this share of the run's budget. Default: when the budget is spent. */
  readonly until?: (progress: number, schedule: Schedule) => boolean
  /** Length of a stage that comes on top of the run's budget; under a clock at most its last eleventh. */
  readonly epochs?: number
  /** Default: the run's schedule, which goes on from stage to stage. */
  readonly schedule?: Schedule
  /** The part of the network that the stage trains, as a network of its own. Default: all of it. */
  readonly part?: (model: TrainableModel) => TrainableModel
  /** What is done to the network before the first step. Default: nothing. */
  readonly begin?: (model: TrainableModel) => void
}

/** A method: one stage, or several that continue each other's weights. */
export interface Method {
  /** As in the paper's tables. */
  readonly name: string
  readonly stages: readonly Stage[]
}

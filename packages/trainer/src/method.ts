/** What distinguishes one way of training from another. */
import type { AucState, Optimizer, Problem } from '@deepauc/optimizers'
import type * as tf from '@tensorflow/tfjs-core'
import type { TrainableModel } from './structures.ts'

/** `'uniform'`: every example is as likely as any other. `'balanced'`: P positives in every batch. */
export type Sampling = 'uniform' | 'balanced'

/** One batch on the back end. */
export interface BatchTensors {
  readonly images: tf.Tensor4D
  readonly labels: tf.Tensor1D
}

export interface MethodContext {
  readonly model: TrainableModel
  /** a, b and alpha of the AUC loss. */
  readonly auc: AucState
}

/** A method: which batches a step draws, which problem they pose and which optimizer takes the step. */
export interface Method {
  /** As in the paper's tables. */
  readonly name: string
  /** One entry for each batch of a step; batches are drawn independently of each other. */
  readonly batches: readonly Sampling[]
  /** What a step costs: a batch once through forward and backward counts 1. */
  readonly gradientEvaluations: number
  readonly optimizer: Optimizer
  problem(context: MethodContext, batches: readonly BatchTensors[]): Problem
}

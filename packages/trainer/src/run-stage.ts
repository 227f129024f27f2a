/** One stage of a method while it runs. */
import { assertBothClasses } from '@deepauc/losses'
import {
  namedVariables,
  type OptimizerState,
  type StepLosses,
  setLearningRates,
  withEvaluationWeights,
} from '@deepauc/optimizers'
import * as tf from '@tensorflow/tfjs-core'
import { type BatchNumbers, batchTensors, microbatches } from './batch-tensors.ts'
import { DivergedError } from './diverged-error.ts'
import { meanProblem } from './mean-problem.ts'
import type { Stage } from './method.ts'
import type { Batch, BatchSource, Compiler, TrainableModel } from './structures.ts'

export interface RunningStage {
  /** What the stage remembers besides the network: the variables of the loss and of the optimizer, by name. */
  readonly variables: Readonly<Record<string, tf.Variable>>
  /**
   * Takes one step of the run, counted from 0, and returns the losses before it.
   *
   * @throws DivergedError if a loss is NaN or infinite
   * @throws RangeError if a batch of an AUC loss lacks a class
   */
  step(step: number, rate: number): Promise<StepNumbers>
  /** Calls `f` while the network holds the weights that the optimizer wants evaluated. */
  evaluate<T>(f: () => Promise<T>): Promise<T>
  /** Brings all variables up to date. */
  sync(): void
  /** Tells at which rate the state was left that was just restored. */
  resumeAt(rate: number): void
  /** Leaves the weights that were evaluated in the network. */
  finish(): void
  dispose(): void
}

export interface StepNumbers {
  readonly loss: number
  readonly innerLoss?: number
}

export interface StageOptions {
  /** The part of the network that the stage trains. */
  readonly model: TrainableModel
  /** One for each batch of a step. */
  readonly sources: readonly BatchSource[]
  /** Logits per image. Default 1. */
  readonly labels?: number | undefined
  /** Parts into which a batch is divided. Default 1. */
  readonly accumulate?: number | undefined
  /** Of what the network draws. Default 0. */
  readonly seed?: number | undefined
  /** What makes the steps faster; without one they run as they are. */
  readonly compiler?: Compiler | undefined
}

export function runStage(stage: Stage, options: StageOptions): RunningStage {
  const { model, sources, labels = 1, accumulate = 1, compiler = uncompiled } = options
  const { optimizer } = stage
  const auc = { a: zeros(labels), b: zeros(labels), alpha: zeros(labels) }
  const context = { model, auc }
  const initial = stage.problem(context, [])
  const state: OptimizerState = optimizer.init(initial)
  let presentRate = 1
  const update = compiler.compile((...tensors: tf.Tensor[]): StepLosses => {
    const parts = batchTensors(tensors, sources.length, accumulate)
    return optimizer.step(meanProblem(parts.map((part) => stage.problem(context, part))), state)
  })
  const setRate = (rate: number) => {
    if (rate === presentRate) return
    compiler.sync()
    setLearningRates(optimizer, state, rate)
    if (rate < presentRate) optimizer.onRateDrop?.(state)
    presentRate = rate
  }
  const variables = namedVariables({ auc, optimizer: state })
  return {
    variables,
    async step(step, rate) {
      const batches = await Promise.all(sources.map((source) => source.batch(step)))
      checkClasses(stage, batches, labels)
      setRate(rate)
      const numbers = microbatches(batches, { ...options, accumulate, step })
      const losses = readLosses(tf.tidy(() => update(...numbers.flatMap(toTensors))))
      if (Object.values(losses).every(Number.isFinite)) return losses
      throw new DivergedError(step + 1, { indices: batches.map(({ indices }) => [...indices]) })
    },
    evaluate(f) {
      compiler.sync()
      return withEvaluationWeights(optimizer, { weights: model.parameters }, state, f)
    },
    sync: () => compiler.sync(),
    resumeAt: (rate) => {
      presentRate = rate
    },
    finish() {
      compiler.sync()
      const evaluated = optimizer.evaluationWeights?.(state)
      if (evaluated === undefined) return
      for (const [name, weight] of Object.entries(model.parameters))
        weight.assign(evaluated[name] as tf.Tensor)
    },
    dispose: () => tf.dispose(Object.values(variables)),
  }
}

const uncompiled: Compiler = { compile: (f) => f, sync() {} }

function zeros(labels: number): tf.Variable {
  return tf.tidy(() => tf.variable(labels === 1 ? tf.scalar(0) : tf.zeros([labels])))
}

/** An AUC loss is undefined without a pair; other losses take any batch, and of several labels some may lack one. */
function checkClasses({ batches }: Stage, drawn: readonly Batch[], labels: number): void {
  for (const [i, batch] of drawn.entries())
    if (labels === 1 && batches[i] === 'balanced') assertBothClasses(batch.labels)
}

function toTensors({ images, labels, noise }: BatchNumbers): tf.Tensor[] {
  const shaped = [images, labels, ...(noise ? [noise] : [])]
  return shaped.map(({ values, shape }) => tf.tensor(values, [...shape]))
}

function readLosses({ inner, outer }: StepLosses): StepNumbers {
  const loss = outer.dataSync()[0] as number
  const innerLoss = inner?.dataSync()[0]
  tf.dispose(inner === undefined ? [outer] : [outer, inner])
  return innerLoss === undefined ? { loss } : { loss, innerLoss }
}

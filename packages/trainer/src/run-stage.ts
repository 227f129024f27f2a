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
import { DivergedError } from './diverged-error.ts'
import type { BatchTensors, Stage } from './method.ts'
import type { Batch, BatchSource, Compiler, TrainableModel } from './structures.ts'

export interface RunningStage {
  /**
   * Takes one step of the run, counted from 0, and returns the losses before it.
   *
   * @throws DivergedError if a loss is NaN or infinite
   * @throws RangeError if a batch of an AUC loss lacks a class
   */
  step(step: number, rate: number): Promise<{ loss: number; innerLoss?: number }>
  /** Calls `f` while the network holds the weights that the optimizer wants evaluated. */
  evaluate<T>(f: () => Promise<T>): Promise<T>
  /** Leaves those weights in the network. */
  finish(): void
  dispose(): void
}

/**
 * @param model the part of the network that the stage trains
 * @param compiler what makes the steps faster; a stage without one runs them as they are
 */
export function runStage(
  stage: Stage,
  model: TrainableModel,
  sources: readonly BatchSource[],
  compiler: Compiler = uncompiled,
): RunningStage {
  const { optimizer } = stage
  const { parameters: weights } = model
  const auc = { a: scalarVariable(), b: scalarVariable(), alpha: scalarVariable() }
  let state: OptimizerState | undefined
  let presentRate = 1
  const update = compiler.compile((...tensors: tf.Tensor[]): StepLosses => {
    const problem = stage.problem({ model, auc }, pairs(tensors))
    if (state === undefined) {
      state = optimizer.init(problem)
      setLearningRates(optimizer, state, presentRate)
    }
    return optimizer.step(problem, state)
  })
  const setRate = (rate: number) => {
    if (state && rate !== presentRate) {
      compiler.sync()
      setLearningRates(optimizer, state, rate)
      if (rate < presentRate) optimizer.onRateDrop?.(state)
    }
    presentRate = rate
  }
  return {
    async step(step, rate) {
      const batches = await Promise.all(sources.map((source) => source.batch(step)))
      checkClasses(stage, batches)
      setRate(rate)
      const losses = readLosses(tf.tidy(() => update(...batches.flatMap(toTensors))))
      if (Object.values(losses).every(Number.isFinite)) return losses
      const indices = batches.map((batch) => [...batch.indices])
      throw new DivergedError(step + 1, indices)
    },
    evaluate(f) {
      compiler.sync()
      return state ? withEvaluationWeights(optimizer, { weights }, state, f) : f()
    },
    finish() {
      compiler.sync()
      const evaluated = state && optimizer.evaluationWeights?.(state)
      if (evaluated === undefined) return
      for (const [name, weight] of Object.entries(weights))
        weight.assign(evaluated[name] as tf.Tensor)
    },
    dispose: () =>
      tf.dispose([...Object.values(auc), ...Object.values(namedVariables(state ?? {}))]),
  }
}

const uncompiled: Compiler = { compile: (f) => f, sync() {} }

function scalarVariable(): tf.Variable {
  return tf.tidy(() => tf.variable(tf.scalar(0)))
}

/** An AUC loss is undefined without a pair; other losses take any batch. */
function checkClasses({ batches }: Stage, drawn: readonly Batch[]): void {
  for (const [i, { labels }] of drawn.entries())
    if (batches[i] === 'balanced') assertBothClasses(labels)
}

function toTensors({ images, labels, shape }: Batch): tf.Tensor[] {
  return [tf.tensor4d(images, shape), tf.tensor1d(labels)]
}

/** The batches of which `toTensors` made one list. */
function pairs(tensors: readonly tf.Tensor[]): BatchTensors[] {
  return Array.from({ length: tensors.length / 2 }, (_, i) => {
    const [images, labels] = tensors.slice(2 * i)
    return { images: images as tf.Tensor4D, labels: labels as tf.Tensor1D }
  })
}

function readLosses({ inner, outer }: StepLosses): { loss: number; innerLoss?: number } {
  const loss = outer.dataSync()[0] as number
  const innerLoss = inner?.dataSync()[0]
  tf.dispose(inner === undefined ? [outer] : [outer, inner])
  return innerLoss === undefined ? { loss } : { loss, innerLoss }
}

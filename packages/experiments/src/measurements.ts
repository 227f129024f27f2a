/** What a run measures at every evaluation besides its validation part: for figures, never to choose by. */
import { type BatchLoader, type LoadableRows, selectRows, stratifiedSplit } from '@deepauc/datasets'
import {
  compositionalGradNormSquared,
  type DecompositionProblem,
  decomposition,
} from '@deepauc/losses'
import { evaluate, type Measure, type Predictor, type TrainableModel } from '@deepauc/trainer'
import * as tf from '@tensorflow/tfjs-core'
import { strata, type Task } from './open-task.ts'
import type { CtRecipe, Recipe } from './recipe/recipe.ts'
import { evaluationSource } from './run-sources.ts'

/** By the names that an event has; the probes of `@deepauc/losses` explain the terms and the last one. */
export interface Measurements {
  readonly trainingAuc: number
  readonly testAuc: number
  readonly aucTerm: number
  readonly alignmentTerm: number
  readonly gradNormTerm: number
  readonly compositionalGradNormSquared: number
}

interface Measured {
  readonly model: TrainableModel
  readonly predictor: Predictor
}

export interface Instruments {
  /** Absent if the recipe wants nothing. */
  readonly measure?: Measure
  close(): Promise<unknown>
}

/**
 * The images of a part are the same in every run with equal data and seed.
 *
 * @throws RangeError if a part of the training images would lack a class
 */
export function instruments(task: Task, recipe: Recipe, measured: Measured): Instruments {
  const { measure: wanted, seed } = recipe.training
  if (!wanted) return { close: async () => {} }
  const { trainingImages, test, termImages, objectiveImages } = wanted
  const { method } = recipe
  const part = (count: number) => evaluationSource(partOf(task.train, count, seed), recipe)
  const sources = {
    ...(trainingImages !== undefined && { training: part(trainingImages) }),
    ...(test && { test: evaluationSource(task.test, recipe) }),
    ...(termImages !== undefined && { terms: part(termImages) }),
    ...(objectiveImages !== undefined && { objective: part(objectiveImages) }),
  }
  return {
    async measure({ signal }) {
      const auc = async (data: BatchLoader) =>
        (await evaluate(measured.predictor, data, { signal })).auc
      return {
        ...(sources.training && { trainingAuc: await auc(sources.training) }),
        ...(sources.test && { testAuc: await auc(sources.test) }),
        ...(sources.terms && (await termsOf(measured.model, sources.terms))),
        ...(sources.objective &&
          method.name === 'CT' &&
          (await objectiveOf(measured.model, sources.objective, method))),
      }
    },
    close: () => Promise.all(Object.values(sources).map((source) => source.close())),
  }
}

function partOf(rows: LoadableRows, count: number, seed: number): LoadableRows {
  const [n] = rows.shape
  if (count >= n) return rows
  return selectRows(rows, stratifiedSplit(strata(rows), { count, seed }).validation)
}

async function termsOf(
  model: TrainableModel,
  source: BatchLoader,
): Promise<Pick<Measurements, 'aucTerm' | 'alignmentTerm' | 'gradNormTerm'>> {
  const { aucTerm, alignmentTerm, gradNormTerm } = decomposition(
    await wholeOf(model, source),
    // Of no influence on these three terms.
    { innerLearningRate: 0 },
  )
  return { aucTerm, alignmentTerm, gradNormTerm }
}

async function objectiveOf(
  model: TrainableModel,
  source: BatchLoader,
  { innerLearningRate, loss }: CtRecipe,
): Promise<Pick<Measurements, 'compositionalGradNormSquared'>> {
  const problem = await wholeOf(model, source)
  // Which the schema has filled in.
  const options = { ...loss, innerLearningRate: innerLearningRate as number }
  return { compositionalGradNormSquared: compositionalGradNormSquared(problem, options) }
}

async function wholeOf(model: TrainableModel, source: BatchLoader): Promise<DecompositionProblem> {
  const batches = await Promise.all(
    Array.from({ length: source.batchesPerEpoch }, (_, i) => source.batch(i)),
  )
  const batch = (i: number) => batches[i] as (typeof batches)[number]
  return {
    weights: model.parameters,
    batches: batches.length,
    labels: (i) => {
      const { labels, shape } = batch(i)
      return tf.tensor(
        labels,
        labels.length === shape[0] ? [shape[0]] : [shape[0], labels.length / shape[0]],
      )
    },
    scores: (i) => model.apply(tf.tensor4d(batch(i).images, batch(i).shape), { training: false }),
  }
}

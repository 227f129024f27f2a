/** Scores of a data set and what they are worth. */

import { type AucMarginOptions, aucMarginObjective } from '@deepauc/losses'
import { rocAuc } from '@deepauc/metrics'
import * as tf from '@tensorflow/tfjs-core'
import { predictAll } from './predict-all.ts'
import type { BatchSource, Predictor } from './structures.ts'

/** How good a network is on a data set. */
export interface Evaluation {
  /**
   * Exact area under the ROC curve; of several labels the mean over them, of several classes over each against the rest.
   * NaN if a score is.
   */
  readonly auc: number
  /** Closed-form AUC-margin objective, ≥ 0: comparable between training and validation. The same mean. */
  readonly objective: number
  /** `[n]`, or `[n, classes]` row by row: logits in the order of the data. */
  readonly scores: Float32Array
}

/** Options of {@link evaluate}. */
export interface EvaluateOptions {
  /** Options of the objective. */
  readonly loss?: AucMarginOptions | undefined
  /** Stops after the present batch, with the signal's reason as the error. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Scores every row of `data` once with the network in evaluation mode.
 *
 * @param predictor a model, or what computes the same
 * @param data one epoch of it holds every row once, in order
 * @throws RangeError if a class is missing
 */
export async function evaluate(
  predictor: Predictor,
  data: BatchSource,
  { loss = {}, signal }: EvaluateOptions = {},
): Promise<Evaluation & { readonly labels: Float32Array }> {
  const { outputs: scores, labels, rows } = await predictAll(predictor, data, { signal })
  return { ...rank(labels, scores, rows, loss), scores, labels }
}

function rank(
  labels: Float32Array,
  scores: Float32Array,
  rows: number,
  loss: AucMarginOptions,
): Pick<Evaluation, 'auc' | 'objective'> {
  const columns = scores.length / rows
  const shape: [number, number] = [rows, columns]
  const targets =
    labels.length === scores.length
      ? labels
      : scores.map((_, i) => Number(labels[Math.floor(i / columns)] === i % columns))
  const column = (all: Float32Array, c: number) => all.filter((_, i) => i % columns === c)
  if (scores.some(Number.isNaN)) return { auc: Number.NaN, objective: Number.NaN }
  const areas = Array.from({ length: columns }, (_, c) =>
    aucOfKnown(column(targets, c), column(scores, c)),
  )
  const objective = tf.tidy(() =>
    aucMarginObjective(tf.tensor2d(targets, shape), tf.tensor2d(scores, shape), loss).dataSync(),
  )
  const auc = areas.reduce((sum, area) => sum + area, 0) / columns
  return { auc, objective: objective[0] as number }
}

/** Findings may be unknown for some images. */
function aucOfKnown(labels: Float32Array, scores: Float32Array): number {
  if (!labels.some(Number.isNaN)) return rocAuc(labels, scores)
  const isKnown = (_: number, i: number) => !Number.isNaN(labels[i])
  return rocAuc(labels.filter(isKnown), scores.filter(isKnown))
}

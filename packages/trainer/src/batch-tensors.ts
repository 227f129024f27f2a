/** From the batches of a step to the tensors that a compiled step takes, and back to batches. */
import { randomStream } from '@deepauc/random'
import type * as tf from '@tensorflow/tfjs-core'
import type { BatchTensors } from './method.ts'
import type { Batch, TrainableModel } from './structures.ts'

interface Numbers {
  readonly values: Float32Array
  readonly shape: readonly number[]
}

/** What becomes the tensors of one part of a batch. */
export interface BatchNumbers {
  readonly images: Numbers
  readonly labels: Numbers
  readonly noise?: Numbers
}

export interface MicrobatchOptions {
  readonly model: TrainableModel
  /** Logits per image. Default 1. */
  readonly labels?: number | undefined
  /** Parts into which each batch is divided. */
  readonly accumulate: number
  readonly seed?: number | undefined
  readonly step: number
}

/**
 * The parts of the batches of a step: the first part of every batch, then the second one, and so on. Part i of n has the rows
 * i, i + n, i + 2n, …, so that positives, which come first in a batch, are shared out evenly.
 *
 * @throws RangeError if a batch, or the positives of one for an AUC loss, cannot be divided
 */
export function microbatches(
  batches: readonly Batch[],
  { model, labels = 1, accumulate, seed = 0, step }: MicrobatchOptions,
): BatchNumbers[] {
  const whole = batches.map((batch, i): BatchNumbers => {
    const [n] = batch.shape
    const wide = batch.labels.length === n ? [n] : [n, labels]
    const noise = { seed, purpose: `noise ${i + 1}`, step }
    return {
      images: { values: batch.images, shape: batch.shape },
      labels: { values: batch.labels, shape: wide },
      ...(model.noise && {
        noise: { values: uniform(n * model.noise, noise), shape: [n, model.noise] },
      }),
    }
  })
  if (accumulate === 1) return whole
  for (const batch of batches) checkDivisible(batch, accumulate)
  return Array.from({ length: accumulate }, (_, part) => part).flatMap((part) =>
    whole.map(({ images, labels, noise }) => ({
      images: everyNth(images, part, accumulate),
      labels: everyNth(labels, part, accumulate),
      ...(noise && { noise: everyNth(noise, part, accumulate) }),
    })),
  )
}

/** The batches of each part, from the tensors that its numbers became. */
export function batchTensors(
  tensors: readonly tf.Tensor[],
  batches: number,
  accumulate: number,
): BatchTensors[][] {
  const width = tensors.length / (batches * accumulate)
  const all = Array.from({ length: batches * accumulate }, (_, i): BatchTensors => {
    const [images, labels, noise] = tensors.slice(i * width, (i + 1) * width)
    return {
      images: images as tf.Tensor4D,
      labels: labels as tf.Tensor,
      ...(noise && { noise: noise as tf.Tensor2D }),
    }
  })
  return Array.from({ length: accumulate }, (_, part) =>
    all.slice(part * batches, (part + 1) * batches),
  )
}

function uniform(length: number, key: Parameters<typeof randomStream>[0]): Float32Array {
  const random = randomStream(key)
  return Float32Array.from({ length }, () => random.uniform())
}

function everyNth({ values, shape }: Numbers, first: number, n: number): Numbers {
  const [rows, ...rest] = shape as [number, ...number[]]
  const size = values.length / rows
  const part = new Float32Array(values.length / n)
  for (let row = first, at = 0; row < rows; row += n, at += size)
    part.set(values.subarray(row * size, (row + 1) * size), at)
  return { values: part, shape: [rows / n, ...rest] }
}

function checkDivisible({ shape: [n], labels }: Batch, parts: number): void {
  if (n % parts !== 0) throw new RangeError(`a batch of ${n} cannot be divided into ${parts} parts`)
  const positives = labels.reduce((sum, label) => sum + Number(label === 1), 0)
  const first = labels.slice(0, positives)
  const isSorted = labels.length === n && first.every((label) => label === 1)
  if (isSorted && positives > 0 && positives < n && positives % parts !== 0)
    throw new RangeError(`${positives} positives cannot be shared by ${parts} parts of a batch`)
}

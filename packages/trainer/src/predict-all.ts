/** What a network says of every row of a data set. */
import { setImmediate } from 'node:timers/promises'
import * as tf from '@tensorflow/tfjs-core'
import type { Batch, BatchSource, Predictor } from './structures.ts'

/** What `predictAll` found. */
export interface Predictions {
  /** `[rows, columns]` row by row, in the order of the data: logits, or whatever else the predictor computes. */
  readonly outputs: Float32Array
  /** `[rows]`, or `[rows, labels]` row by row. */
  readonly labels: Float32Array
  readonly rows: number
}

/**
 * Goes once through `data`, one epoch of which holds every row once.
 *
 * @param options `signal` stops it after the present batch, with the signal's reason as the error
 */
export async function predictAll(
  predictor: Predictor,
  data: BatchSource,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Predictions> {
  const outputs: Float32Array[] = []
  const labels: Float32Array[] = []
  let rows = 0
  for (let step = 0; step < data.batchesPerEpoch; step++) {
    signal?.throwIfAborted()
    const batch = await data.batch(step)
    outputs.push(predict(predictor, batch))
    labels.push(batch.labels)
    rows += batch.shape[0]
    await setImmediate() // Node delivers signals between macrotasks only.
  }
  return { outputs: concatenate(outputs), labels: concatenate(labels), rows }
}

function predict(predictor: Predictor, { images, shape }: Batch): Float32Array {
  return tf.tidy(() => {
    const outputs = predictor.apply(tf.tensor4d(images, shape), { training: false })
    return Float32Array.from(outputs.dataSync())
  })
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

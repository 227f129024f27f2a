/** All that a run needs to go on as if nothing had happened. */
import { restoreVariables } from '@deepauc/optimizers'
import * as tf from '@tensorflow/tfjs-core'
import type { RunProgress } from './progress.ts'

/** A tensor outside of the back end, in float32. */
export interface SavedTensor {
  readonly shape: readonly number[]
  readonly data: Float32Array
}

/** Tensors by name, as plain arrays. */
export type SavedTensors = Readonly<Record<string, SavedTensor>>

/** Where a run stands, and all that its steps change. */
export interface Checkpoint {
  readonly progress: RunProgress
  /** Names begin with `model/`, `stage/` and, after the first evaluation, `best/`. */
  readonly tensors: SavedTensors
}

/** Keeps checkpoints. */
export interface CheckpointStore {
  /** @returns what it calls the checkpoint, if it has a name */
  // biome-ignore lint/suspicious/noConfusingVoidType: a store without names returns nothing
  save(checkpoint: Checkpoint): Promise<string | void>
}

/** Copies of the present values. */
export function readVariables(variables: Readonly<Record<string, tf.Variable>>): SavedTensors {
  return mapEntries(variables, (variable) => ({
    shape: variable.shape,
    data: Float32Array.from(variable.dataSync<'float32'>()),
  }))
}

/**
 * Sets every variable to the tensor of its name, bit for bit.
 *
 * @throws RangeError that names every missing, unexpected and mis-shaped tensor; then nothing has changed
 */
export function writeVariables(
  variables: Readonly<Record<string, tf.Variable>>,
  saved: SavedTensors,
): void {
  tf.tidy(() => {
    const tensors = mapEntries(saved, ({ shape, data }) => tf.tensor(data, [...shape]))
    restoreVariables(variables, tensors)
  })
}

/** The tensors below `prefix/`, without it. */
export function tensorsBelow(prefix: string, tensors: SavedTensors): SavedTensors {
  const below = Object.entries(tensors).filter(([name]) => name.startsWith(`${prefix}/`))
  return Object.fromEntries(below.map(([name, tensor]) => [name.slice(prefix.length + 1), tensor]))
}

/** The tensors with `prefix/` before their names. */
export function tensorsAt(prefix: string, tensors: SavedTensors): SavedTensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [`${prefix}/${name}`, tensor]),
  )
}

/** Whether no value is NaN or infinite. */
export function areFinite(tensors: SavedTensors): boolean {
  return Object.values(tensors).every(({ data }) => data.every(Number.isFinite))
}

function mapEntries<A, B>(
  record: Readonly<Record<string, A>>,
  f: (value: A) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]))
}

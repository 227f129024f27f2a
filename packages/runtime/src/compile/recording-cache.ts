/** Remembers the recordings of a function. */
import type * as tf from '@tensorflow/tfjs-core'
import type { Recording } from './record.ts'
import type { Session } from './session.ts'

/** The recordings by shapes and types of the inputs; the least recently used is dropped first. */
export class RecordingCache<Result> {
  /** The least recently used is the first. */
  readonly #recordings = new Map<string, Recording<Result>>()
  readonly #session: Session
  readonly #size: number

  constructor(session: Session, size: number) {
    this.#session = session
    this.#size = size
  }

  add(inputs: readonly tf.Tensor[], recording: Recording<Result>): void {
    this.#recordings.set(keyOf(inputs), recording)
    this.#session.add(recording.graph)
    if (this.#recordings.size <= this.#size) return
    const [key, { graph }] = [...this.#recordings][0] as [string, Recording<Result>]
    this.#recordings.delete(key)
    this.#session.remove(graph)
  }

  find(inputs: readonly tf.Tensor[]): Recording<Result> | undefined {
    const key = keyOf(inputs)
    const recording = this.#recordings.get(key)
    if (recording) {
      this.#recordings.delete(key)
      this.#recordings.set(key, recording)
    }
    return recording
  }
}

function keyOf(inputs: readonly tf.Tensor[]): string {
  return inputs.map(({ dtype, shape }) => `${dtype}[${shape}]`).join()
}

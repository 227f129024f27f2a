/** Makes the batches that a sampler names, ahead of their use. */
import {
  type Augmentation,
  augmentedSize,
  imageRenderer,
  type RenderOptions,
} from './augmentation.ts'
import { type Batch, checkRows, type ImageRows } from './image-set.ts'
import type { Sampler } from './sampler.ts'
import { type RemoteRender, workerRender } from './worker-render.ts'

export interface LoadOptions {
  /** Default: none but scaling to [0, 1]. */
  readonly augmentation?: Augmentation
  /** 1 (default): a worker thread prepares batches while this thread computes. 0: this thread does it when asked. */
  readonly workers?: 0 | 1
  /** How many batches the worker prepares ahead; default 3. */
  readonly prefetch?: number
}

/** Batches by step. They depend on set, sampler and augmentation alone, not on workers or on the order of asking. */
export interface BatchLoader {
  readonly batchesPerEpoch: number
  /**
   * Batch `step` of the sampler. The steps after it are prepared meanwhile.
   *
   * @throws RangeError if `step` is not a safe integer ≥ 0, or the sampler names a row that the set does not have
   */
  batch(step: number): Promise<Batch>
  /** Ends the worker thread; a batch still awaited fails. */
  close(): Promise<void>
}

/**
 * A loader of augmented batches. Crops and flips are keyed by the sampler's seed and purpose, the step and the
 * place in the batch.
 *
 * @throws RangeError if the augmentation does not fit the images
 * @example
 * const loader = loadBatches(train, sampler, { augmentation: { padTo: 32, pad: 2, flip: true } })
 * for (let step = 0; step < loader.batchesPerEpoch; step++) train(await loader.batch(step))
 * await loader.close()
 */
export function loadBatches(
  set: ImageRows,
  sampler: Sampler,
  { augmentation = {}, workers = 1, prefetch = 3 }: LoadOptions = {},
): BatchLoader {
  const { images, shape } = set
  const size = augmentedSize(shape, augmentation)
  const { batchesPerEpoch, seed, purpose } = sampler
  const options = { images, shape, augmentation, seed, purpose: `${purpose}/augmentation` }
  const renderer = workers === 0 ? inlineRender(options) : workerRender(options)
  const ahead = readAhead(make, workers === 0 ? 0 : prefetch)

  async function make(step: number): Promise<Batch> {
    const rows = sampler.batch(step)
    checkRows(rows, shape[0])
    const indices = rows.map((row) => set.indices[row] as number)
    return {
      images: await renderer.render(step, indices),
      labels: Float32Array.from(rows, (row) => set.labels[row] as number),
      indices: rows,
      shape: [rows.length, ...size, shape[3]],
    }
  }
  return { batchesPerEpoch, batch: ahead, close: renderer.close }
}

function inlineRender(options: RenderOptions): RemoteRender {
  const render = imageRenderer(options)
  return { render: async (step, indices) => render(step, indices), close: async () => {} }
}

/** `make`, started for the `count` steps after the one asked for; no result is given out twice. */
function readAhead<T>(
  make: (step: number) => Promise<T>,
  count: number,
): (step: number) => Promise<T> {
  let started = new Map<number, Promise<T>>()
  return (step) => {
    const wanted = started.get(step) ?? make(step)
    const next = new Map<number, Promise<T>>()
    for (let later = step + 1; later <= step + count; later++) {
      const promise = started.get(later) ?? make(later)
      // Whoever asks for this step gets the error; before that nobody need handle it.
      promise.catch(() => {})
      next.set(later, promise)
    }
    started = next
    return wanted
  }
}

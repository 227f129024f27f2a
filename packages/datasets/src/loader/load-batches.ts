/** Makes the batches that a sampler names, ahead of their use. */
import { availableParallelism } from 'node:os'
import { type Batch, checkRows } from '../image-set.ts'
import type { Sampler } from '../samplers/sampler.ts'
import { sharedBytes } from '../shared-bytes.ts'
import {
  type Augmentation,
  augmentedSize,
  imageRenderer,
  type RenderOptions,
} from './augmentation.ts'
import { type ImageShards, imageReader } from './image-reader.ts'
import { type LoadableRows, labelsOf } from './loadable-rows.ts'
import { renderPool } from './render-pool.ts'
import { type RemoteRender, workerRender } from './worker-render.ts'

/** Options of {@link loadBatches}. */
export interface LoadOptions {
  /** Default: none but scaling to [0, 1]. */
  readonly augmentation?: Augmentation
  /**
   * At most so many worker threads prepare batches, one batch each, while this thread computes; default: one for
   * each core but one, from 1 to 4. 0: this thread does it when asked.
   */
  readonly workers?: number
  /** How many batches are prepared ahead; default 3. More workers than that and one have nothing to do. */
  readonly prefetch?: number
}

/** Batches by step. They depend on set, sampler and augmentation alone, not on workers or on the order of asking. */
export interface BatchLoader {
  readonly batchesPerEpoch: number
  /**
   * Batch `step` of the sampler. The steps after it are prepared meanwhile, but none further ahead than `prefetch`.
   *
   * @throws RangeError if `step` is not a safe integer ≥ 0, or the sampler names a row that the set does not have
   * @throws DataError if an image cannot be read: names the file and the image
   */
  batch(step: number): Promise<Batch>
  /** Ends the worker threads and closes files; a batch still awaited fails. */
  close(): Promise<void>
}

/**
 * A loader of augmented batches. Random numbers are keyed by the sampler's seed and purpose, the step and the place in
 * the batch.
 *
 * @throws RangeError if the augmentation does not fit the images, the labels do not fit the rows, or a number is not
 *   an integer ≥ 0
 * @example
 * const loader = loadBatches(set, sampler, { augmentation: { padTo: 32, pad: 2, flip: true } })
 * for (let step = 0; step < loader.batchesPerEpoch; step++) learn(await loader.batch(step))
 * await loader.close()
 */
export function loadBatches(
  set: LoadableRows,
  sampler: Sampler,
  { augmentation = {}, workers = defaultWorkers(), prefetch = 3 }: LoadOptions = {},
): BatchLoader {
  const { images, shape } = set
  checkCounts({ workers, prefetch })
  const size = augmentedSize(shape, augmentation)
  checkLabels(set)
  const { batchesPerEpoch, seed, purpose } = sampler
  const options = { images, shape, augmentation, seed, purpose: `${purpose}/augmentation` }
  const renderer = workers === 0 ? inlineRender(options) : threadedRender(options, workers)
  const ahead = readAhead(make, workers === 0 ? 0 : prefetch)

  async function make(step: number): Promise<Batch> {
    const rows = sampler.batch(step)
    checkRows(rows, shape[0])
    const indices = rows.map((row) => set.indices[row] as number)
    return {
      images: await renderer.render(step, indices),
      labels: labelsOf(set, rows),
      indices: rows,
      shape: [rows.length, ...size, shape[3]],
    }
  }
  return { batchesPerEpoch, batch: ahead, close: renderer.close }
}

function defaultWorkers(): number {
  return Math.min(Math.max(availableParallelism() - 1, 1), 4)
}

function checkCounts(counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts))
    if (!Number.isInteger(count) || count < 0)
      throw new RangeError(`${name} must be an integer ≥ 0, got ${count}`)
}

/** @throws RangeError if the labels do not fit the rows */
function checkLabels({ labels, shape: [n] }: LoadableRows): void {
  if (labels.length === 0 || labels.length % n !== 0)
    throw new RangeError(`${labels.length} labels do not fit ${n} rows`)
}

function inlineRender(options: RenderOptions): RemoteRender {
  const reader = imageReader(options.images, options.shape)
  const render = imageRenderer(options, reader.read)
  return {
    pending: () => 0,
    render: async (step, indices) => render(step, indices),
    close: async () => reader.close(),
  }
}

function threadedRender(options: RenderOptions, workers: number): RemoteRender {
  const shared = { ...options, images: inSharedMemory(options.images) }
  return renderPool(() => workerRender(shared), workers)
}

/** Images that all threads can read: what a message copies, it would copy for each of them. */
function inSharedMemory(images: Uint8Array | ImageShards): Uint8Array | ImageShards {
  if (!(images instanceof Uint8Array) || images.buffer instanceof SharedArrayBuffer) return images
  const shared = sharedBytes(images.length)
  shared.set(images)
  return shared
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

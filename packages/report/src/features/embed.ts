/** Two dimensions of features, by t-SNE. */
import { setImmediate } from 'node:timers/promises'
import { randomStream } from '@deepauc/random'
import { Matrix, TSNE } from '@saehrimnir/druidjs'
import { checkFeatures, type FeatureShape } from './distances.ts'
import { principalComponents } from './principal-components.ts'

/** Options of {@link embed}. */
export interface EmbedOptions {
  /** Effective number of neighbours; default 30, or a third of the other rows where that is less. */
  readonly perplexity?: number
  /** Of the noise at the start, which parts equal rows and decides between minima of about the same depth; default 0. */
  readonly seed?: number
  /** Stops between two iterations, with the signal's reason as the error. */
  readonly signal?: AbortSignal | undefined
  /** Hears the share that is done, from 0 to 1. */
  readonly onProgress?: (share: number) => void
}

/** Rows of features as points of a plane. */
export interface Embedding {
  /** `[n, 2]`, row by row */
  readonly points: Float64Array
  readonly perplexity: number
}

/** How many dimensions t-SNE sees. */
export const principalDimensions = 50

const iterations = 1000

/** What the library multiplies affinities by at first. */
const exaggeration = 4

/** Standard deviation along the first direction at the start, and of the noise. */
const [initialSpread, initialNoise] = [1e-4, 1e-6]

/**
 * t-SNE (exact) of the first 50 principal components, from the first two of them on. Equal input gives equal bytes on one
 * machine. Gives other tasks a turn after every iteration; time and memory grow with `n²`.
 *
 * @param features `[n, d]`, row by row
 * @throws RangeError if the features do not fit the shape or are not finite, `n` is less than 4, or the perplexity less than 1
 *   or more than `(n − 1) / 3`
 * @see van der Maaten and Hinton, Visualizing data using t-SNE, 2008
 * @see Kobak and Berens, The art of using t-SNE, 2019, for the start and the learning rate
 */
export async function embed(
  features: ArrayLike<number>,
  shape: FeatureShape,
  { perplexity, seed = 0, signal, onProgress }: EmbedOptions = {},
): Promise<Embedding> {
  checkFeatures(features, shape)
  const [n] = shape
  const checked = checkPerplexity(perplexity, n)
  signal?.throwIfAborted()
  const rows = prepared(principalComponents(features, shape, principalDimensions))
  const tsne = new TSNE(rows, { perplexity: checked, epsilon: n / exaggeration / 4 })
  tsne.Y = Matrix.from(startingPoints(rows, seed))
  let done = 0
  for (const _ of tsne.generator(iterations)) {
    signal?.throwIfAborted()
    onProgress?.(++done / iterations)
    await setImmediate()
  }
  return { points: Float64Array.from(tsne.Y.values), perplexity: checked }
}

function checkPerplexity(perplexity: number | undefined, n: number): number {
  const most = (n - 1) / 3
  if (most < 1) throw new RangeError(`t-SNE needs at least 4 rows, got ${n}`)
  const chosen = perplexity ?? Math.min(30, most)
  if (chosen >= 1 && chosen <= most) return chosen
  throw new RangeError(`a perplexity of ${chosen} does not suit ${n} rows: take 1 to ${most}`)
}

/**
 * With variance 1 along the first direction, since the library's search for bandwidths starts at 1, and with two columns at
 * least: with fewer than it returns, it writes beyond its memory.
 */
function prepared(rows: readonly (readonly number[])[]): number[][] {
  const variance = rows.reduce((sum, [first = 0]) => sum + first ** 2, 0) / rows.length
  const scale = variance > 0 ? 1 / Math.sqrt(variance) : 1
  return rows.map(([first = 0, second = 0, ...others]) =>
    [first, second, ...others].map((value) => scale * value),
  )
}

function startingPoints(rows: readonly (readonly number[])[], seed: number): number[][] {
  const { normal } = randomStream({ seed, purpose: 't-sne' })
  return rows.map(([x = 0, y = 0]) =>
    [x, y].map((value) => initialSpread * value + initialNoise * normal()),
  )
}

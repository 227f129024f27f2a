/** What is known of the features of a run, kept in its folder. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runFeatures, writeWhole } from '@deepauc/experiments'
import {
  embed,
  knnPurity,
  type MeasuredFeatures,
  silhouette,
  trustworthiness,
} from '@deepauc/report'

/** Neighbours that purity and trustworthiness look at. */
export const neighbours = 10

/** Without a picture, as long as none was needed. Plain JSON. */
export type MeasuredRun = Omit<MeasuredFeatures, 'method' | 'embedding' | 'trustworthiness'> & {
  readonly map?: Pick<MeasuredFeatures, 'embedding' | 'trustworthiness'>
}

export interface MeasureOptions {
  /** Whether t-SNE is needed: half a minute. */
  readonly isDrawn: boolean
  /** `knownMeasures` of the folder. */
  readonly known: MeasuredRun | undefined
  readonly signal: AbortSignal
}

/**
 * Measures what is not known. Opens data and network, unless their features are in the folder.
 *
 * @throws DataError if the run is not over, or its data cannot be read
 */
export async function measureRun(
  folder: string,
  { isDrawn, known, signal }: MeasureOptions,
): Promise<MeasuredRun> {
  const { features, shape, labels } = await runFeatures(folder, { weights: WEIGHTS, signal })
  const scores = known ?? {
    ...{ shape, labels: Array.from(labels) },
    purity: knnPurity(features, shape, labels, { k: neighbours }),
    silhouette: silhouette(features, shape, labels),
  }
  const measured = isDrawn ? { ...scores, map: await mapOf(features, shape, signal) } : scores
  keep(folder, measured)
  return measured
}

/** Undefined if they are not there, or of other features than those in the folder. */
export function knownMeasures(folder: string): MeasuredRun | undefined {
  const file = join(folder, FILE)
  if (!existsSync(file) || !existsSync(join(folder, FEATURES))) return undefined
  try {
    const { origin, ...measured } = JSON.parse(readFileSync(file, 'utf8'))
    return origin === originOf(folder) ? measured : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The best step of some methods is long before that of others, and features of longer training are purer. */
const WEIGHTS = 'last'
const FEATURES = 'features.safetensors'
const FILE = 'feature-measures.json'

async function mapOf(
  features: Float32Array,
  shape: MeasuredFeatures['shape'],
  signal: AbortSignal,
): Promise<NonNullable<MeasuredRun['map']>> {
  const { points, perplexity } = await embed(features, shape, { signal })
  // Six digits are more than a picture shows.
  const rounded = Array.from(points, (x) => Number(x.toPrecision(6)))
  const trusted = trustworthiness(features, shape, rounded, { k: neighbours })
  return { embedding: { points: rounded, perplexity }, trustworthiness: trusted }
}

function keep(folder: string, measured: MeasuredRun): void {
  const content = { origin: originOf(folder), ...measured }
  writeWhole(join(folder, FILE), JSON.stringify(content))
}

function originOf(folder: string): string {
  return createHash('sha256')
    .update(WEIGHTS)
    .update(readFileSync(join(folder, FEATURES)))
    .digest('hex')
}

/** Values from scikit-learn and openTSNE: tools/golden/report_features.py. */
import { readFileSync } from 'node:fs'

interface Scores {
  readonly features: number[][]
  readonly points: number[][]
  readonly labels: number[]
  readonly k: number
  readonly knnPurity: number
  readonly silhouette: number
}

export interface GoldenEmbedding extends Scores {
  /** Kullback-Leibler, of five embeddings by openTSNE with perplexity 30; `points` are the first. */
  readonly divergences: number[]
  /** Of the 10 nearest points, leaving one out; of the same five. */
  readonly accuracies: number[]
  /** Of the principal components of the features. */
  readonly variances: number[]
}

export const goldenFeatures: {
  readonly clouds: readonly (Scores & { readonly trustworthiness: number })[]
  readonly embeddings: { readonly iris: GoldenEmbedding; readonly digits: GoldenEmbedding }
} = JSON.parse(readFileSync(new URL('golden/features.json', import.meta.url), 'utf8'))

/** `[features, shape]` of rows. */
export function flat(rows: readonly (readonly number[])[]): [number[], [number, number]] {
  return [rows.flat(), [rows.length, rows[0]!.length]]
}

/** Everything that a figure says of the features of one method. */
import type { FeatureShape } from './distances.ts'
import { type Embedding, type EmbedOptions, embed } from './embed.ts'
import { knnPurity } from './knn-purity.ts'
import { silhouette } from './silhouette.ts'
import { trustworthiness } from './trustworthiness.ts'

/** Features of images under the network of a method, and what is known of them already. */
export interface FeatureSet {
  readonly method: string
  /** `[n, d]`, row by row */
  readonly features: ArrayLike<number>
  readonly shape: FeatureShape
  /** `[n]`: 1 for a positive image, 0 for a negative one */
  readonly labels: ArrayLike<number>
  /** {@link knnPurity} with the figure's `k`; measured where it is left out, as are the next two. */
  readonly purity?: number
  readonly silhouette?: number
  readonly embedding?: Embedding
}

/** Features of which everything is known. */
export interface MeasuredFeatures extends Required<FeatureSet> {
  /** Of the embedding. */
  readonly trustworthiness: number
}

/** @throws RangeError as {@link embed}, {@link knnPurity}, {@link silhouette} and {@link trustworthiness} */
export async function measureFeatures(
  set: FeatureSet,
  k: number,
  options: EmbedOptions,
): Promise<MeasuredFeatures> {
  const { features, shape, labels } = set
  const scores = {
    purity: set.purity ?? knnPurity(features, shape, labels, { k }),
    silhouette: set.silhouette ?? silhouette(features, shape, labels),
  }
  const embedding = set.embedding ?? (await embed(features, shape, options))
  const trusted = trustworthiness(features, shape, embedding.points, { k })
  return { ...set, ...scores, embedding, trustworthiness: trusted }
}

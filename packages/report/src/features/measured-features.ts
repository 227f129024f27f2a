/** Everything that a figure says of the features of one method. */
import type { FeatureShape } from './distances.ts'

/** What `embed` gives, also when it has been JSON meanwhile. */
export interface Drawn {
  /** `[n, 2]`, row by row */
  readonly points: ArrayLike<number>
  readonly perplexity: number
}

/** How well the features of one method part the classes, and where they lie in the plane. */
export interface MeasuredFeatures {
  readonly method: string
  /** `[n, d]`, of the features */
  readonly shape: FeatureShape
  /** `[n]`: 1 for a positive image, 0 for a negative one */
  readonly labels: ArrayLike<number>
  /** `knnPurity` of the features. */
  readonly purity: number
  /** `silhouette` of the features. */
  readonly silhouette: number
  readonly embedding: Drawn
  /** `trustworthiness` of the embedding. */
  readonly trustworthiness: number
}

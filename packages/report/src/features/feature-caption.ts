/** What has to be said beside the panels of features. */
import { formatCount, formatList } from '../number-format.ts'
import { principalDimensions } from './embed.ts'
import type { MeasuredFeatures } from './measured-features.ts'

/** Of which step the weights are that features are made with. */
export type FeatureWeights = 'best' | 'last'

const steps: Readonly<Record<FeatureWeights, string>> = {
  best: 'step of the highest validation AUC',
  last: 'last step',
}

/** @param measured the same images under at least one method */
export function featureCaption(
  measured: readonly MeasuredFeatures[],
  { k, weights }: { readonly k: number; readonly weights: FeatureWeights },
): string {
  const labels = Array.from(measured[0]?.labels ?? [])
  const positives = labels.filter((label) => label === 1).length
  const perplexities = new Set(measured.map(({ embedding }) => embedding.perplexity))
  const texts = [...perplexities].map((perplexity) => `${Number(perplexity.toPrecision(3))}`)
  const isReduced = measured.some(({ shape: [, d] }) => d > principalDimensions)
  return [
    `t-SNE (perplexity ${formatList(texts)}${isReduced ? `, after PCA to ${principalDimensions} dimensions` : ''}) of the ` +
      `features of the same ${formatCount(labels.length)} training images, ${formatCount(positives)} of them positive, ` +
      `under the network of each method in evaluation mode, with the weights of its ${steps[weights]}.`,
    `Purity: share of an image's own class among its ${k} nearest others. Silhouette: how much closer an image is to its own ` +
      'class than to the other, from −1 to 1. Both by Euclidean distance between features, as the mean over the two classes.',
    `Trustworthiness: how far the ${k} nearest in the picture are near in the features, at most 1.`,
    `${measured.map(numbers).join('; ')}.`,
  ].join(' ')
}

function numbers({ method, purity, silhouette, trustworthiness }: MeasuredFeatures): string {
  const [pure, apart, true_] = [purity, silhouette, trustworthiness].map(formatScore)
  return `${method}: purity ${pure}, silhouette ${apart}, trustworthiness ${true_}`
}

/** `'0.913'` or `'−0.020'` */
export function formatScore(score: number): string {
  return score.toFixed(3).replace('-', '−')
}

/** What a comparison of methods needs to know, and good values for a given speed. */
import type { TaskSettings } from './task.ts'

export interface ComparisonSettings extends TaskSettings {
  /** Names of methods, in the order of the report. */
  readonly methods: readonly string[]
  readonly network: string
  readonly batchSize: number
  /** Share of positives in a batch of an AUC loss. */
  readonly positiveRate: number
  /** Budget of each method: batches that go through forward and backward. */
  readonly gradientEvaluations: number
  /** How often each method is scored on the validation part. */
  readonly evaluations: number
}

/**
 * Settings for the sample: Shirt against the four classes that look like it, the hardest task in Fashion-MNIST.
 *
 * @param options.native whether the back end is native TensorFlow; others get a small network
 * @param options.quick a fifth of the budget
 */
export function comparisonSettings({
  native,
  quick,
}: {
  readonly native: boolean
  readonly quick: boolean
}): ComparisonSettings {
  const task = {
    positive: ['Shirt'],
    negative: ['T-shirt/top', 'Pullover', 'Dress', 'Coat'],
    imratio: 0.1,
    seed: 0,
  }
  const size = native
    ? { network: 'resnet20', batchSize: 128, gradientEvaluations: quick ? 100 : 500 }
    : { network: 'small-cnn', batchSize: 64, gradientEvaluations: quick ? 100 : 500 }
  return {
    ...task,
    ...size,
    methods: ['CE', 'AUCsc', 'CT'],
    positiveRate: 0.2,
    evaluations: quick ? 5 : 12,
  }
}

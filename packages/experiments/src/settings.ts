/** What a comparison of methods needs to know, and good values for a given speed. */
import type { TaskSettings } from './task.ts'

export interface ComparisonSettings extends TaskSettings {
  /** Names of methods, in the order of the report. */
  readonly methods: readonly string[]
  readonly network: string
  /** What convolutions and matrix products of training compute in: `'float32'`, or `'bfloat16'` on native TensorFlow. */
  readonly precision: string
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
 * @param options.speed of the back end: native TensorFlow, wasm, or plain JavaScript; all but the first get a small network
 * @param options.quick a fraction of the budget
 */
export function comparisonSettings({
  speed,
  quick,
}: {
  readonly speed: 'native' | 'wasm' | 'cpu'
  readonly quick: boolean
}): ComparisonSettings {
  return {
    positive: ['Shirt'],
    negative: ['T-shirt/top', 'Pullover', 'Dress', 'Coat'],
    imratio: 0.1,
    seed: 0,
    methods: ['CE', 'AUCsc', 'CT'],
    network: speed === 'native' ? 'resnet20' : 'small-cnn',
    precision: 'float32',
    batchSize: 64,
    positiveRate: 0.2,
    gradientEvaluations: budgets[speed][quick ? 'quick' : 'full'],
    evaluations: quick ? 5 : 12,
  }
}

/** So that all methods together take a few minutes on two cores, or a minute and a half when quick. */
const budgets = {
  native: { full: 800, quick: 120 },
  wasm: { full: 1600, quick: 400 },
  cpu: { full: 400, quick: 120 },
} as const

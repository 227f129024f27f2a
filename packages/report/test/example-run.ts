/** A run made of arithmetic: three methods of different quality on the same 200 test images. */
import type { MethodResult, ReportInput } from '../src/index.ts'

const size = 200
const labels = Array.from({ length: size }, (_, i) => (i % 4 === 0 ? 1 : 0))

/** In [0, 1), evenly spread and unrelated for different steps. */
const spread = (i: number, step: number) => (i * step) % 1

/** `gap` separates the classes: 0 is guessing, 1 is perfect. */
export function exampleMethod(method: string, gap: number, step = 0.618034): MethodResult {
  return {
    method,
    curve: [1, 2, 3, 4].map((k) => ({
      gradientEvaluations: 100 * k,
      steps: 50 * k,
      seconds: 2.5 * k,
      trainingLoss: 0.5 - 0.1 * k,
      validationAuc: 0.5 + 0.1 * k,
    })),
    test: { labels, scores: labels.map((label, i) => gap * label + spread(i + 1, step)) },
    validationAuc: 0.9,
    gradientEvaluations: 1400,
    steps: 700,
    seconds: 20,
  }
}

export const exampleInput: ReportInput = {
  title: 'Shirts',
  task: 'Shirt against the rest; 10 % positives',
  command: 'npx deepauc train --seed 0',
  commit: '9f3c1d7',
  date: '2026-11-22T17:40:03.000Z',
  machine: 'Linux x64, 2 cores',
  backend: 'TensorFlow 2.15.1',
  settings: { seed: 0, batch: 128, network: 'ResNet-20' },
  data: [
    { part: 'training', positives: 667, negatives: 6000 },
    { part: 'test', positives: 50, negatives: 150 },
  ],
  pictures: {
    positives: Uint8Array.of(137, 80, 78, 71),
    negatives: Uint8Array.of(137, 80, 78, 72),
  },
  methods: [
    exampleMethod('CE', 0.1, 0.618034),
    exampleMethod('AUCsc', 0.55, 0.414214),
    exampleMethod('CT', 0.6, 0.732051),
  ],
}

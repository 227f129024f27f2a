/** Sweeps made of seeded noise, of which the truth is known. */
import { randomStream } from '@deepauc/random'
import type {
  Arm,
  CellResult,
  MethodName,
  StudyOutline,
  SweepCell,
  SweepPoint,
  SweepResults,
} from '../src/index.ts'

const methods: readonly MethodName[] = ['CE', 'AUCsc', 'AUC-CE', 'TS-DRW', 'TS-DEC', 'CT']
const ctArms: readonly Arm[] = ['same-batch', 'one-step', 'one-step-unaveraged']

export interface SweepOptions {
  readonly data?: readonly (readonly [dataset: string, imratio?: number])[]
  readonly seeds?: number
  /** Added to the test AUC of a method in an arm. */
  readonly effect?: (method: MethodName, arm: Arm, dataset: string) => number
  /** Standard deviation of what differs between methods with the same seed. */
  readonly noise?: number
  /** Seed of the noise. */
  readonly draw?: number
}

/** Every arm of every method that the tables and the claims need. */
export function exampleSweep({
  data = [
    ['CIFAR10', 0.1],
    ['Fashion-MNIST', 0.1],
  ],
  seeds = 6,
  effect = () => 0,
  noise = 0.004,
  draw = 0,
}: SweepOptions = {}): SweepResults {
  const random = randomStream({ seed: draw, purpose: 'example-sweep' })
  const runs = [
    ...methods.flatMap((method) => [
      [method, 'tuned'] as const,
      [method, 'equal-seconds'] as const,
    ]),
    ...ctArms.map((arm) => ['CT', arm] as const),
  ]
  const cells = data.flatMap(([dataset, imratio]) =>
    Array.from({ length: seeds }, (_, seed) => {
      const shared = 0.01 * random.normal()
      return runs.map(([method, arm]) => {
        const quality = 0.9 + shared + effect(method, arm, dataset) + noise * random.normal()
        return exampleCell(
          { dataset, ...(imratio !== undefined && { imratio }), method, arm, seed },
          quality,
          random.normal,
        )
      })
    }).flat(),
  )
  return {
    title: 'Sweep',
    command: 'npx deepauc sweep',
    machine: 'two cores',
    studies: [exampleStudy],
    cells,
    tuning: [],
  }
}

const exampleStudy: StudyOutline = {
  name: 'all',
  description: 'Every method',
  rows: ['data'],
  columns: ['ct'],
  seeds: 6,
  hasOwnTable: false,
}

interface Place {
  readonly dataset: string
  readonly imratio?: number
  readonly method: MethodName
  readonly arm: Arm
  readonly seed: number
}

export function exampleCell(
  { arm, ...place }: Place,
  quality: number,
  normal: () => number = () => 0,
): SweepCell {
  const id = [place.dataset, place.imratio ?? '', place.method, arm, place.seed].join('/')
  return {
    ...place,
    id,
    command: `npx deepauc cell '${id}'`,
    arms: [arm],
    places: [{ study: 'all', row: 'data', column: place.method.toLowerCase(), role: 'final' }],
    network: 'resnet20',
    state: 'done',
    settings: { k: 1 },
    profile: 'laptop',
    budget:
      arm === 'equal-seconds' ? { unit: 'seconds', amount: 100 } : { unit: 'epochs', amount: 3000 },
    result: {
      validationAuc: quality,
      testAuc: { best: quality, last: quality - 0.001 },
      seconds: 10,
      gradientEvaluations: 3000,
      curve: exampleCurve(0.05 + 0.01 * normal(), quality),
      features: { knnPurity: quality + 0.002 * normal(), silhouette: quality + 0.002 * normal() },
    },
  }
}

/** Rises to `quality`, the faster the larger `rate`. */
function exampleCurve(rate: number, quality: number): SweepPoint[] {
  return Array.from({ length: 40 }, (_, i) => ({
    epochs: i + 1,
    steps: 10 * (i + 1),
    gradientEvaluations: 20 * (i + 1),
    seconds: i + 1,
    trainingLoss: 1 / (i + 1),
    validationAuc: quality - 0.3 * Math.exp(-rate * (i + 1)),
    testAuc: quality - 0.3 * Math.exp(-rate * (i + 1)),
  }))
}

/** A result that has measured the gradient of CT's objective, with this mean. */
export function withGradient(result: CellResult, mean: number): CellResult {
  const factors = [1.5, 0.5]
  const curve = result.curve
    .slice(0, factors.length)
    .map((point, i) => ({ ...point, compositionalGradNormSquared: mean * factors[i]! }))
  return { ...result, curve }
}

/** What is left of a cell that was never run. */
export function unrun({ result: _, ...cell }: SweepCell): SweepCell {
  return { ...cell, state: 'waiting' }
}

/** The sweep with the results of some cells changed. */
export function withCells(
  sweep: SweepResults,
  change: (cell: SweepCell) => SweepCell | undefined,
): SweepResults {
  return { ...sweep, cells: sweep.cells.flatMap((cell) => change(cell) ?? []) }
}

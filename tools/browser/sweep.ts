/** A sweep as the laptop profile makes it, of seeded noise: complete, failed, running and waiting runs, curves, tuning. */
import { createHash } from 'node:crypto'
import { randomStream } from '../../packages/random/src/index.ts'
import type {
  Arm,
  CellResult,
  MethodName,
  SweepCell,
  SweepPoint,
  SweepResults,
  Tuning,
} from '../../packages/report/src/index.ts'

const qualities: Readonly<Record<MethodName, number>> = {
  CE: 0.921,
  AUCsc: 0.905,
  'AUC-CE': 0.93,
  'TS-DRW': 0.915,
  'TS-DEC': 0.926,
  CT: 0.938,
}
const methods = Object.keys(qualities) as MethodName[]
const seeds = [1, 2, 3, 4, 5, 6]
const data = [
  { row: 'hard-10', dataset: 'Fashion-MNIST, Shirt against four', imratio: 0.1 },
  { row: 'hard-1', dataset: 'Fashion-MNIST, Shirt against four', imratio: 0.01 },
  { row: 'cifar10-10', dataset: 'CIFAR10', imratio: 0.1 },
] as const

const runs: readonly (readonly [MethodName, Arm])[] = [
  ...methods.map((method) => [method, 'tuned'] as const),
  ...methods.map((method) => [method, 'equal-seconds'] as const),
  ['CT', 'same-batch'],
  ['CT', 'one-step'],
  ['CT', 'one-step-unaveraged'],
]

/** 90 runs a data set; of those of the first one, two are waiting and one has failed. */
export function exampleSweep({ datasets = 3 } = {}): SweepResults {
  const chosen = data.slice(0, datasets)
  const cells = chosen.flatMap((place) =>
    seeds.flatMap((seed) => runs.map(([method, arm]) => cellOf({ ...place, seed, method, arm }))),
  )
  return {
    title: 'Sweep laptop',
    command: 'npx deepauc sweep --profile laptop --out runs/laptop',
    commit: '8e42bbc0f1b2a9d7c6e5f4a3b2c1d0e9f8a7b6c5',
    machine: 'two cores of an Intel Xeon at 2.1 GHz, 24 GiB, Node.js 20.20.2, tfjs-node 4.22.0',
    studies: [...new Set(runs.map(([, arm]) => arm))].map((name) => ({
      ...{ name, description: `Runs that are ${name}`, seeds: seeds.length, hasOwnTable: false },
      rows: chosen.map(({ row }) => row),
      columns: runs.flatMap(([method, arm]) => (arm === name ? [method] : [])),
    })),
    cells: cells.map((cell, i) => {
      if (i % 54 === 7) return unfinished(cell, { state: 'waiting' })
      if (i % 100 !== 9) return cell
      return unfinished(cell, { state: 'failed', message: 'exit code 5; the disk is full' })
    }),
    tuning: chosen.flatMap((place) => methods.map((method) => tuningOf({ ...place, method }))),
  }
}

/** After a run that was waiting. */
export function withResult(sweep: SweepResults, id: string, quality: number): SweepResults {
  const result = resultOf(quality, randomStream({ seed: 0, purpose: id }).normal)
  const done = { state: 'done', result } as const
  return {
    ...sweep,
    cells: sweep.cells.map((cell) => (cell.id === id ? { ...cell, ...done } : cell)),
  }
}

type Place = Pick<Tuning, 'row' | 'dataset' | 'method'> & { readonly imratio: number }

function cellOf({ arm, row, ...given }: Place & { arm: Arm; seed: number }): SweepCell {
  const { method, seed } = given
  const id = createHash('sha256')
    .update(JSON.stringify([given, arm]))
    .digest('hex')
    .slice(0, 12)
  const { normal } = randomStream({ seed, purpose: id })
  const isTimed = arm === 'equal-seconds'
  return {
    ...{ ...given, id, state: 'done', arms: [arm], network: 'resnet20', profile: 'laptop' },
    places: [{ study: arm, row, column: method, role: 'final' }],
    command: `npx deepauc train --recipe 'runs/laptop/cells/${method.toLowerCase()}-${id}/recipe.yaml' --run 'runs/again'`,
    settings: { learningRate: 0.1, weightDecay: 0.0001, innerSteps: arm === 'tuned' ? 2 : 1 },
    budget: { unit: isTimed ? 'seconds' : 'gradientEvaluations', amount: isTimed ? 600 : 3000 },
    result: resultOf(qualities[method] + 0.004 * normal(), normal),
  }
}

function resultOf(quality: number, normal: () => number): CellResult {
  const labels = Array.from({ length: 200 }, (_, i) => (i % 10 === 0 ? 1 : 0))
  return {
    validationAuc: quality + 0.01,
    testAuc: { best: quality, last: quality - Math.abs(0.002 * normal()) },
    test: { labels, scores: labels.map((label) => 2 * label + normal()) },
    seconds: 600 + 20 * normal(),
    gradientEvaluations: 3000,
    curve: Array.from({ length: 20 }, (_, i) => point(i + 1, quality, normal)),
    features: { knnPurity: quality + 0.01 * normal(), silhouette: 0.3 + 0.02 * normal() },
  }
}

function point(i: number, quality: number, normal: () => number): SweepPoint {
  const reached = quality - 0.3 * Math.exp(-i / 4) + 0.002 * normal()
  return {
    ...{ epochs: i / 2, steps: 75 * i, gradientEvaluations: 150 * i, seconds: 30 * i },
    ...{ trainingLoss: 1 / i, trainingAuc: Math.min(1, reached + 0.03) },
    ...{ validationAuc: reached + 0.01, testAuc: reached },
    terms: {
      auc: 1.2 - reached,
      alignment: 0.1 * Math.log(i * reached) - 0.1,
      gradientNorm: 2 / i,
    },
  }
}

function unfinished(
  { result: _, ...cell }: SweepCell,
  how: Pick<SweepCell, 'state' | 'message'>,
): SweepCell {
  return { ...cell, ...how }
}

function tuningOf({ method, ...place }: Place): Tuning {
  const rates = [0.2, 0.1, 0.05]
  const configurations = rates.map((learningRate, i) => ({
    settings: { learningRate, weightDecay: 0.0001 },
    validationAuc: qualities[method] - 0.01 * Math.abs(i - 1),
    cells: [],
  }))
  return { ...place, method, study: 'tuned', column: method, configurations, chosen: 1 }
}

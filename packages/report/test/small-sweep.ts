/** A small sweep in which everything occurs that a report can show. */
import type { Arm, CellResult, Place, StudyOutline, SweepCell, SweepResults } from '../src/index.ts'

const labels = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1]

/** A positive with the score 3.5 is below two of the six negatives: each swap loses 2 of the 24 pairs. */
function scoresWith(swaps: number): number[] {
  return labels.map((_, i) => (i >= 6 && i < 6 + swaps ? 3.5 : i))
}

interface Given {
  readonly method: SweepCell['method']
  readonly seed: number
  readonly arms: SweepCell['arms']
  readonly places?: readonly Place[]
  readonly settings?: SweepCell['settings']
  readonly swaps?: number
}

function cell({ method, seed, arms, places = [], settings = {}, swaps }: Given): SweepCell {
  const isTimed = arms.includes('equal-seconds')
  const id = ['c', method.toLowerCase(), ...arms, ...places.map(({ role }) => role), seed].join('-')
  const result = swaps === undefined ? undefined : resultOf(swaps, seed)
  return {
    id,
    command: `npx deepauc train --recipe out/cells/${id}/recipe.yaml`,
    dataset: 'CIFAR10',
    imratio: 0.1,
    network: 'resnet20',
    method,
    seed,
    arms,
    places: [...arms.map((arm) => placeOf(arm, method)), ...places],
    settings,
    profile: 'small',
    budget: isTimed ? { unit: 'seconds', amount: 10 } : { unit: 'gradientEvaluations', amount: 40 },
    state: result ? 'done' : 'waiting',
    ...(result && { result }),
  }
}

function placeOf(arm: Arm, method: string): Place {
  const study = arm === 'tuned' ? 'one' : arm
  const column = arm === 'one-step' ? 'averaging-on' : method.toLowerCase()
  return { study, row: 'cifar10-10', column, role: 'final' }
}

function resultOf(swaps: number, seed: number): CellResult {
  const auc = 1 - swaps / 12
  return {
    validationAuc: auc - 0.01 * (seed % 10),
    testAuc: { best: auc, last: auc - 0.02 },
    test: { labels, scores: scoresWith(swaps) },
    seconds: 12.5 + seed,
    gradientEvaluations: 40,
    curve: [1, 2, 3].map((i) => ({
      ...{ steps: 10 * i, gradientEvaluations: 20 * i, seconds: 4 * i, trainingLoss: 1 / i },
      ...{ validationAuc: auc - 0.1 / i, testAuc: auc - 0.09 / i },
      terms: { auc: 1 / i, alignment: 0.1 * i - 0.05, gradientNorm: 2 / i },
    })),
  }
}

const tuning = (swaps: number | undefined, innerSteps: number): SweepCell => ({
  ...cell({
    ...{ method: 'CT', seed: 100, arms: [], settings: { innerSteps } },
    places: [{ study: 'one', row: 'cifar10-10', column: 'ct', role: 'tuning' }],
    ...(swaps !== undefined && { swaps }),
  }),
  id: `c-ct-tuning-${innerSteps}`,
})

const free = (column: string, seed: number, swaps?: number): SweepCell => ({
  ...cell({
    ...{ method: 'CT', seed, arms: [] },
    places: [{ study: 'free', row: 'r', column, role: 'final' }],
    ...(swaps !== undefined && { swaps }),
  }),
  id: `c-free-${column}-${seed}`,
})

const study = (name: string, columns: readonly string[], seeds: number): StudyOutline => ({
  ...{ name, description: `What ${name} is for`, columns, seeds },
  ...{ rows: [name === 'free' ? 'r' : 'cifar10-10'], hasOwnTable: false },
})

export const smallSweep: SweepResults = {
  title: 'small: two methods',
  command: 'npx deepauc sweep --profile small.yaml --out out',
  commit: '9f3c1d7',
  machine: 'two cores',
  studies: [
    study('one', ['ce', 'auc-ce', 'ct'], 2),
    study('one-step', ['averaging-on'], 2),
    study('equal-seconds', ['ce', 'ct'], 1),
    { ...study('free', ['a', 'b', 'c'], 2), hasOwnTable: true },
  ],
  cells: [
    tuning(1, 1),
    tuning(2, 2),
    cell({ method: 'CE', seed: 0, arms: ['tuned'], swaps: 3 }),
    cell({ method: 'AUC-CE', seed: 0, arms: ['tuned'], swaps: 2 }),
    cell({
      method: 'CT',
      seed: 0,
      arms: ['tuned', 'one-step'],
      settings: { innerSteps: 1 },
      swaps: 1,
    }),
    cell({ method: 'CE', seed: 1, arms: ['tuned'], swaps: 2 }),
    {
      ...cell({ method: 'CT', seed: 1, arms: ['tuned', 'one-step'], settings: { innerSteps: 1 } }),
      ...{ state: 'failed', message: 'exit code 5; the disk is full' },
    },
    cell({ method: 'CE', seed: 0, arms: ['equal-seconds'], swaps: 2 }),
    cell({ method: 'CT', seed: 0, arms: ['equal-seconds'], swaps: 1 }),
    free('a', 0, 1),
    free('a', 1, 2),
    { ...free('b', 0), state: 'running', soFar: { gradientEvaluations: 20, validationAuc: 0.75 } },
    { ...free('b', 1), state: 'lacking', message: 'no folder was given for cifar10' },
    { ...free('c', 0), state: 'diverged', message: 'a loss became NaN or infinite' },
    free('c', 1),
  ],
  tuning: [
    {
      ...{
        study: 'one',
        row: 'cifar10-10',
        column: 'ce',
        method: 'CE',
        dataset: 'CIFAR10',
        imratio: 0.1,
      },
      configurations: [{ settings: {}, cells: [] }],
      chosen: 0,
    },
    {
      ...{
        study: 'one',
        row: 'cifar10-10',
        column: 'ct',
        method: 'CT',
        dataset: 'CIFAR10',
        imratio: 0.1,
      },
      configurations: [
        { settings: { innerSteps: 1 }, validationAuc: 0.92, cells: ['c-ct-tuning-1'] },
        { settings: { innerSteps: 2 }, validationAuc: 0.83, cells: ['c-ct-tuning-2'] },
      ],
      chosen: 0,
    },
    {
      ...{ study: 'free', row: 'r', column: 'c', method: 'CT', dataset: 'CIFAR10', imratio: 0.1 },
      configurations: [
        { settings: { learningRate: 0.1 }, cells: [] },
        { settings: { learningRate: 0.05 }, cells: [] },
      ],
    },
  ],
}

/** Whether training in bfloat16 is as good as in float32: the sample job by CT, several seeds each. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { comparisonRecipes, type Recipe, runRecipe } from '@deepauc/experiments'
import { rocAuc } from '@deepauc/metrics'
import { selectBackend } from '@deepauc/runtime'
import type { Options } from './options.ts'
import { align } from './table.ts'

/** A training's end. */
export interface TrainedRun {
  readonly precision: 'float32' | 'bfloat16'
  readonly seed: number
  readonly testAuc: number
  /** Of training, without evaluation. */
  readonly seconds: number
}

/** Takes minutes for each run; they follow each other seed by seed. */
export async function comparePrecisions({ seeds, threads }: Options): Promise<string[]> {
  const { line } = await selectBackend({ backend: 'tfjs-node', threads })
  const runs: TrainedRun[] = []
  for (let seed = 0; seed < seeds; seed++)
    for (const precision of ['float32', 'bfloat16'] as const) {
      const run = await trainSample(precision, seed)
      console.error(`  ${precision}, seed ${seed}: test AUC ${run.testAuc.toFixed(4)}`)
      runs.push(run)
    }
  return ['', `CT on the sample, ${line}`, ...precisionLines(runs)]
}

/** The seed decides on everything: weights, images of each part, batches. */
async function trainSample(precision: TrainedRun['precision'], seed: number): Promise<TrainedRun> {
  const recipes = comparisonRecipes({
    speed: 'native',
    quick: false,
    methods: ['CT'],
    training: { precision, seed },
  })
  const folder = mkdtempSync(join(tmpdir(), 'deepauc-precision-'))
  try {
    for await (const event of runRecipe(recipes[0] as Recipe, { folder }))
      if (event.kind === 'end') {
        const { test, seconds } = event.result
        return { precision, seed, testAuc: rocAuc(test.labels, test.scores), seconds }
      }
  } finally {
    rmSync(folder, { recursive: true })
  }
  throw new Error('the training did not end')
}

/** Every run, mean and standard deviation (n − 1) of each precision, and whether the means are as near as they have to be. */
export function precisionLines(runs: readonly TrainedRun[]): string[] {
  const rows = runs.map(({ precision, seed, testAuc, seconds }) => [
    precision,
    `${seed}`,
    testAuc.toFixed(4),
    seconds.toFixed(0),
    '',
  ])
  const [float32, bfloat16] = (['float32', 'bfloat16'] as const).map((precision) => {
    const aucs = runs.filter((run) => run.precision === precision).map(({ testAuc }) => testAuc)
    return { precision, ...moments(aucs) }
  }) as [Moments, Moments]
  const difference = Math.abs(bfloat16.mean - float32.mean)
  const limit = 2 * float32.deviation
  return [
    ...align([['precision', 'seed', 'test AUC', 'seconds', ''], ...rows]),
    ...[float32, bfloat16].map(
      ({ precision, mean, deviation }) =>
        `${precision}: mean ${mean.toFixed(4)}, standard deviation ${deviation.toFixed(4)}`,
    ),
    `${difference <= limit ? 'met    ' : 'not met'}  |difference of means| ${difference.toFixed(4)} ≤ 2 standard deviations of float32, ${limit.toFixed(4)}`,
  ]
}

interface Moments {
  readonly precision: string
  readonly mean: number
  readonly deviation: number
}

function moments(values: readonly number[]): Omit<Moments, 'precision'> {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) }
}

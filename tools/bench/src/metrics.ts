/** The AUC of ten million scores, and DeLong's interval, which scikit-learn has not. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { randomStream } from '@deepauc/random'
import { compete, type Entrant } from './compete.ts'
import { threadEnvironment, workerScript } from './entrants.ts'
import type { Options } from './options.ts'
import { type Python, pythonFile } from './python.ts'
import { type Outcome, type Result, type Skipped, toResults } from './result.ts'
import type { MetricsOptions } from './workers/metrics.ts'

const samples = 1e7
const imratio = 0.1
const schedule = { warmUps: 1, rounds: 5, iterations: 1 }

/** @param folder for the scores */
export async function measureMetrics(
  { variants, threads }: Options,
  python: Python,
  folder: string,
): Promise<(Result | Skipped)[]> {
  const files = await writeScores(folder)
  const rows: (Result | Skipped)[] = []
  for (const precision of ['float32', 'float64'] as const) {
    const options = { precision, labels: files.labels, scores: files[precision] }
    const entrants = entrantsFor(options, threads, python).filter(
      ({ variant }) => variants?.includes(variant) ?? true,
    )
    const outcomes = await compete(entrants, schedule)
    checkAgreement(outcomes)
    rows.push(...toResults(`auc-${precision}`, outcomes))
  }
  return rows
}

function entrantsFor(
  options: Omit<MetricsOptions, 'task'>,
  threads: number,
  python: Python,
): Entrant[] {
  const environment = threadEnvironment(threads)
  const ours = (variant: string, task: MetricsOptions['task']): Entrant => {
    const command = { program: process.execPath, script: workerScript('metrics'), environment }
    return { variant, command: { ...command, options: { ...options, task } } }
  }
  const variant = 'scikit-learn'
  const script = pythonFile('metrics.py')
  return [
    ours('ours', 'auc'),
    ours('ours-delong', 'delong'),
    'reason' in python
      ? { variant, ...python }
      : { variant, command: { ...python, script, environment, options } },
  ]
}

/** @throws Error if the peers do not compute the same AUC */
function checkAgreement(outcomes: readonly Outcome[]): void {
  const values = outcomes.flatMap((outcome) =>
    'value' in outcome ? [outcome.value as number] : [],
  )
  const difference = Math.max(...values) - Math.min(...values)
  if (difference > 1e-9) throw new Error(`the AUCs differ: ${values.join(', ')}`)
}

async function writeScores(
  folder: string,
): Promise<Record<'labels' | 'float32' | 'float64', string>> {
  const random = randomStream({ seed: 0, purpose: 'scores' })
  const labels = Uint8Array.from({ length: samples }, () => (random.uniform() < imratio ? 1 : 0))
  const scores = Float64Array.from(labels, (label) => random.uniform() ** (label === 1 ? 0.5 : 1))
  const write = async (name: string, data: Uint8Array) => {
    await writeFile(join(folder, name), data)
    return join(folder, name)
  }
  return {
    labels: await write('labels', labels),
    float32: await write('float32', new Uint8Array(Float32Array.from(scores).buffer)),
    float64: await write('float64', new Uint8Array(scores.buffer)),
  }
}

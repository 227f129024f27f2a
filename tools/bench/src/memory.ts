/** Whether a long training keeps its memory: thousands of compiled steps in one process. */
import { threadEnvironment, workerScript } from './entrants.ts'
import type { Options } from './options.ts'
import { writeBatches } from './resnet20.ts'
import { align } from './table.ts'
import { startWorker, type Worker } from './worker.ts'
import type { Footprint } from './workers/memory.ts'

/** What the process holds after so many steps. */
export interface Sample extends Footprint {
  readonly step: number
}

const variants = { 'ours-compiled': 'float32', 'ours-compiled-bf16': 'bfloat16' } as const

/** Part of the steps after which everything has been allocated once. */
const warmUp = 0.1
const limit = 1.02
const counts = ['tensors', 'handles', 'sessions'] as const

/** @param folder for the batches */
export async function measureMemory(
  { threads, batchSize, steps, variants: wanted }: Options,
  folder: string,
): Promise<string[]> {
  const options = await writeBatches(folder, { threads, batchSize })
  const lines: string[] = []
  for (const [variant, precision] of Object.entries(variants)) {
    if (wanted?.includes(variant) === false) continue
    const worker = await startWorker({
      program: process.execPath,
      script: workerScript('memory'),
      options: { ...options, precision, recipe: 'libauc', compile: true },
      environment: threadEnvironment(threads),
    })
    const samples = await takeSamples(worker, steps)
    lines.push('', `${variant}, batch ${batchSize}, ${worker.detail}`, ...memoryLines(samples))
    await worker.stop()
  }
  return lines
}

/** A sample at each tenth of the steps. */
async function takeSamples(worker: Worker, steps: number): Promise<Sample[]> {
  const samples: Sample[] = []
  for (let step = 0; step < steps; ) {
    const next = Math.min(steps, step + Math.max(1, Math.round(warmUp * steps)))
    const { value } = await worker.run(next - step)
    step = next
    samples.push({ step, ...(value as Footprint) })
  }
  return samples
}

/** A table, and whether memory stayed within 2 % and the counts as they were after the first sample. */
export function memoryLines(samples: readonly Sample[]): string[] {
  const [first = nothing] = samples
  const most = Math.max(...samples.map(({ residentMiB }) => residentMiB)) / first.residentMiB
  const changed = counts.filter((count) => samples.some((sample) => sample[count] !== first[count]))
  const rows = samples.map(({ step, residentMiB, ...sample }) => [
    `${step}`,
    residentMiB.toFixed(1),
    ...counts.map((count) => `${sample[count]}`),
    '',
  ])
  return [
    ...align([['step', 'resident MiB', ...counts, ''], ...rows]),
    `${most <= limit ? 'met    ' : 'not met'} (${most.toFixed(3)} ×)  resident memory ≤ ${limit} × that after the first ${first.step} steps`,
    changed.length === 0
      ? 'met               constant counts of tensors, handles and sessions'
      : `not met           constant counts: ${changed.join(', ')} changed`,
  ]
}

const nothing: Sample = {
  step: 0,
  residentMiB: Number.NaN,
  tensors: 0,
  handles: 0,
  sessions: 0,
  losses: [],
}

/** What `deepauc train` says besides its progress. */
import type { RunResult, Task } from '@deepauc/experiments'
import { summarize, verdict } from '@deepauc/report'
import { showBytes } from '../show-size.ts'
import { describeResults, describeWeights, type LabelResults, partsOf } from './write-reports.ts'

/** Text for people, lines of JSON for programs, or nothing but results and errors. */
export type OutputStyle = 'text' | 'json' | 'quiet'

export interface Begin {
  readonly folder: string
  /** One line about the back end. */
  readonly backend: string
  /** Absent if all runs are over. */
  readonly task: Task | undefined
}

export function showBegin({ folder, backend, task }: Begin, style: OutputStyle): void {
  const parts = task && partsOf(task)
  if (style === 'json') {
    const { description } = task ?? {}
    console.log(JSON.stringify({ kind: 'begin', folder, backend, task: description, parts }))
  }
  if (style !== 'text') return
  console.log(backend)
  if (!task || !parts) return
  const sizes = parts.map(({ part, positives, negatives }) => `${part} ${positives} + ${negatives}`)
  console.log(`${task.description}; ${sizes.join(', ')}`)
}

export interface Shown {
  readonly labels: readonly LabelResults[]
  readonly results: readonly RunResult[]
  /** Of the results. */
  readonly folders: readonly string[]
  /** Paths of the reports. */
  readonly pages: readonly string[]
}

export function showResults({ labels, results, folders, pages }: Shown, style: OutputStyle): void {
  const peak = peakMemory()
  if (style === 'json') {
    const told = results.map(({ test: _, recipe: __, curve: ___, ...summary }, i) => ({
      ...summary,
      folder: folders[i],
    }))
    const tests = labels.map(({ label, results: own }) => ({
      label,
      methods: summarize(own),
      verdict: verdict(own),
    }))
    const peakBytes = peak
    console.log(
      JSON.stringify({ kind: 'results', results: told, tests, reports: pages, peakBytes }),
    )
    return
  }
  const blocks = [...labels.map(describeResults), describeWeights(results)]
  console.log(`\n${blocks.join('\n\n')}\n`)
  for (const page of pages) console.log(`Report: ${page}`)
  console.log(`Peak memory: ${showBytes(peak)}`)
}

/** Of this process, in bytes. */
function peakMemory(): number {
  return 1024 * process.resourceUsage().maxRSS
}

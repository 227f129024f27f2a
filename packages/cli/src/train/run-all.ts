/** Runs recipes one after the other, with progress and trackers. */
import {
  type Recipe,
  type RunEvent,
  type RunResult,
  runRecipe,
  type StartEvent,
  type Task,
} from '@deepauc/experiments'
import { InterruptedError } from '../interrupt-signal.ts'
import { type LoggerOptions, runLoggers } from './loggers.ts'
import { type ProgressView, progressView } from './progress-view.ts'
import type { OutputStyle } from './show-results.ts'

export interface RunAllOptions {
  /** One for each recipe. */
  readonly folders: readonly string[]
  readonly task?: Task | undefined
  readonly signal: AbortSignal
  readonly allowDrift: boolean
  readonly trackers: LoggerOptions
  readonly style: OutputStyle
}

export interface AllResults {
  /** In the order of the recipes. */
  readonly results: readonly RunResult[]
  /** What trackers did not get: no reason to stop training. */
  readonly failures: readonly unknown[]
}

/** A run that is over is not repeated. */
export async function runAll(
  recipes: readonly Recipe[],
  { folders, ...options }: RunAllOptions,
): Promise<AllResults> {
  const view = progressView(process.stdout, options.style)
  const results: RunResult[] = []
  const failures: unknown[] = []
  try {
    for (const [i, recipe] of recipes.entries()) {
      options.signal.throwIfAborted()
      const folder = folders[i] as string
      const fail = (error: unknown) => failures.push(error)
      results.push(await runOne(recipe, { ...options, folder, view, fail }))
    }
    return { results, failures }
  } finally {
    view.close()
  }
}

interface RunOneOptions extends Omit<RunAllOptions, 'folders'> {
  readonly folder: string
  readonly view: ProgressView
  /** Hears of what trackers did not get. */
  readonly fail: (error: unknown) => void
}

async function runOne(
  recipe: Recipe,
  { folder, view, fail, task, signal, allowDrift, trackers, style }: RunOneOptions,
): Promise<RunResult> {
  const tracked = runLoggers(recipe, folder, trackers)
  const { loggers } = tracked
  const run = runRecipe(recipe, { folder, signal, allowDrift, loggers, ...(task && { task }) })
  const begin = (event: RunEvent & StartEvent) => {
    tracked.begin(event)
    if (style !== 'json') tellStart(event, style)
  }
  const result = await follow(run, begin, view).catch(async (error: unknown) => {
    // The error of the run counts, whatever a server says.
    await tracked.close(error instanceof InterruptedError ? 'KILLED' : 'FAILED').catch(() => {})
    throw error
  })
  await tracked.close('FINISHED').catch(fail)
  return result
}

async function follow(
  run: ReturnType<typeof runRecipe>,
  begin: (event: RunEvent & StartEvent) => void,
  view: ProgressView,
): Promise<RunResult> {
  try {
    for (;;) {
      const { done, value } = await run.next()
      if (done) return value
      if (isStart(value)) begin(value)
      view.show(value)
    }
  } finally {
    await run.return(undefined as never)
  }
}

function isStart(event: RunEvent): event is RunEvent & StartEvent {
  return event.kind === 'start'
}

/** What is not as usual: damage is always told. */
function tellStart(
  { method, from, damaged = [], drift = [] }: RunEvent & StartEvent,
  style: OutputStyle,
): void {
  for (const { name, problem } of damaged)
    console.error(`${method}: checkpoint ${name} is damaged (${problem})`)
  if (style === 'quiet') return
  if (from !== undefined) console.log(`${method}: goes on after step ${from}`)
  if (drift.length > 0) console.log(`${method}: the last bits may differ: ${drift.join(', ')}`)
}

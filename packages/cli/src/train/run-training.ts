/** Runs recipes and shows them: progress while they go on, then tables, verdict and report. */
import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { environment, openTask, type Recipe, runName, type Task } from '@deepauc/experiments'
import { interruptSignal } from '../interrupt-signal.ts'
import { type Comparison, newFolder, readComparison, writeComparison } from './comparison-file.ts'
import { type RunAllOptions, runAll } from './run-all.ts'
import { type OutputStyle, showBegin, showResults } from './show-results.ts'
import { byLabel, writeReports } from './write-reports.ts'

export interface RunTrainingOptions extends Pick<RunAllOptions, 'allowDrift' | 'trackers'> {
  readonly recipes: readonly Recipe[]
  /** One line about the back end. */
  readonly backend: string
  /** As it was typed. */
  readonly command: string
  /** The command that goes on with what is in a folder. */
  readonly again: (folder: string) => string
  /** Where a folder is made, unless there is `folder`. */
  readonly out: string
  /** The very folder: an interrupted run in it goes on. */
  readonly folder?: string | undefined
  readonly style: OutputStyle
}

/** @throws InterruptedError after a signal, within a step */
export async function runTraining(options: RunTrainingOptions): Promise<void> {
  const { recipes, backend, style } = options
  const names = folderNames(recipes)
  // Before training: meanwhile the working folder may change.
  const madeOn = await environment()
  const { folder, comparison } = begin(options)
  const signal = interruptSignal(`stopped; go on with: ${options.again(folder)}`)
  const folders = names.map((name) => join(folder, name))
  const task = isOver(folder, folders) ? undefined : await openFirst(recipes)
  try {
    signal.throwIfAborted()
    showBegin({ folder, backend, task }, style)
    const { results, failures } = await runAll(recipes, {
      ...options,
      folders,
      task: shared(task, recipes),
      signal,
    })
    const labels = byLabel(results)
    const pages = labels.map(({ file }) => resolve(folder, file))
    if (task) await writeReports(labels, { folder, comparison, task, environment: madeOn, backend })
    showResults({ labels, results, folders, pages }, style)
    for (const failure of failures) throw failure
  } finally {
    await task?.close()
  }
}

/** Makes or opens the folder, and notes in it what is trained there. */
function begin({ recipes, command, out, folder: given }: RunTrainingOptions): {
  folder: string
  comparison: Comparison
} {
  const date = new Date()
  if (given !== undefined) mkdirSync(given, { recursive: true })
  const folder = given ?? newFolder(out, date)
  const first = readComparison(folder) ?? { command, date: date.toISOString() }
  const comparison = { ...first, recipes }
  writeComparison(folder, comparison)
  return { folder, comparison }
}

function isOver(folder: string, folders: readonly string[]): boolean {
  const files = [...folders.map((path) => join(path, 'result.json')), join(folder, 'report.html')]
  return files.every((file) => existsSync(file))
}

/** @throws RangeError if two recipes would share a folder */
function folderNames(recipes: readonly Recipe[]): string[] {
  const names = recipes.map(runName)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined)
    throw new RangeError(`two recipes are called ${twice}: give each a name of its own`)
  return names
}

/** All recipes have the same data. */
function openFirst([first]: readonly Recipe[]): Promise<Task> {
  const { data, training } = first as Recipe
  return openTask(data, training.seed)
}

/** The seed says which images are in which part. */
function shared(task: Task | undefined, recipes: readonly Recipe[]): Task | undefined {
  const seeds = new Set(recipes.map(({ training }) => training.seed))
  return seeds.size === 1 ? task : undefined
}

/** Runs a comparison and shows it: progress while it goes on, then table, verdict and report. */
import { resolve } from 'node:path'
import {
  type ComparisonSettings,
  compareMethods,
  environment,
  prepareTask,
  type RunFolder,
  type RunResult,
  runFolder,
  samplePictures,
  type Task,
} from '@deepauc/experiments'
import { renderReport, summarize, summaryTable, verdict } from '@deepauc/report'
import { interruptSignal } from './interrupt-signal.ts'
import { progress } from './progress.ts'

export interface RunComparisonOptions {
  readonly settings: ComparisonSettings
  /** One line about the back end. */
  readonly backend: string
  /** Where the folder of this run is made. */
  readonly out: string
}

/** @throws InterruptedError after Ctrl-C, within a step */
export async function runComparison({
  settings,
  backend,
  out,
}: RunComparisonOptions): Promise<void> {
  const date = new Date()
  // Before training: meanwhile the working folder may change.
  const madeOn = await environment()
  const task = await prepareTask(settings)
  const folder = runFolder(out, date)
  console.log(`${task.description}; ${partsOf(task).map(describePart).join(', ')}`)

  const results = await trainAll(task, settings, folder)
  const report = renderReport({
    title: 'Compositional training of deep AUC maximization',
    task: task.description,
    command: commandLine(process.argv.slice(2)),
    date: date.toISOString(),
    backend,
    ...madeOn,
    settings: describeSettings(settings),
    data: partsOf(task),
    pictures: await samplePictures(task.train),
    methods: results,
  })
  const path = folder.write('report.html', report)
  console.log(`\n${summaryTable(summarize(results), 'text')}\n\n${verdict(results)}\n`)
  console.log(`Report: ${resolve(path)}`)
}

async function trainAll(
  task: Task,
  settings: ComparisonSettings,
  folder: RunFolder,
): Promise<RunResult[]> {
  const results: RunResult[] = []
  const bar = progress(process.stdout)
  const signal = interruptSignal(`stopped; what was measured so far is in ${folder.path}`)
  try {
    for await (const event of compareMethods({ task, settings })) {
      folder.log(event)
      bar.show(event)
      if (event.kind === 'end') results.push(event.result)
      signal.throwIfAborted()
    }
    return results
  } finally {
    bar.close()
  }
}

function partsOf({ train, validation, test }: Task) {
  return Object.entries({ training: train, validation, test }).map(([part, { labels }]) => {
    const positives = labels.reduce((sum, label) => sum + label, 0)
    return { part, positives, negatives: labels.length - positives }
  })
}

function describePart({ part, positives, negatives }: ReturnType<typeof partsOf>[number]): string {
  return `${part} ${positives} + ${negatives}`
}

/** The command as it can be typed again; words with blanks in quotes. */
function commandLine(args: readonly string[]): string {
  const words = args.map((word) => (/^[\w./,=@%+-]+$/.test(word) ? word : `'${word}'`))
  return ['npx', 'deepauc', ...words].join(' ')
}

function describeSettings(settings: ComparisonSettings): Record<string, string | number> {
  const shown = Object.entries(settings).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    shown.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
}

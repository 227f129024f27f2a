/** What a comparison has shown: tables, verdicts and one page for each label. */
import { join } from 'node:path'
import {
  type Environment,
  type Recipe,
  type RunResult,
  samplePictures,
  type Task,
  writeWhole,
} from '@deepauc/experiments'
import { type DataPart, renderReport, summarize, summaryTable, verdict } from '@deepauc/report'
import { alignedTable } from '../text-table.ts'
import type { Comparison } from './comparison-file.ts'
import { flatten } from './flatten.ts'

export interface LabelResults {
  /** Of one of several labels. */
  readonly label?: string
  readonly results: readonly RunResult[]
  /** Name of its page. */
  readonly file: string
}

/** A set of results for each label, with the rows whose label is known. */
export function byLabel(results: readonly RunResult[]): LabelResults[] {
  const labels = results[0]?.recipe.data.findings ?? []
  if (labels.length <= 1) return [{ results, file: 'report.html' }]
  return labels.map((label, column) => ({
    label,
    results: results.map((result) => ofColumn(result, column, labels.length)),
    file: `report-${label.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.html`,
  }))
}

function ofColumn(result: RunResult, column: number, width: number): RunResult {
  const { labels, scores } = result.test
  const isKnown = (_: number, at: number) =>
    at % width === column && !Number.isNaN(labels[at] as number)
  return { ...result, test: { labels: labels.filter(isKnown), scores: scores.filter(isKnown) } }
}

/** Tables and verdict as text. */
export function describeResults({ label, results }: LabelResults): string {
  const title = label === undefined ? '' : `${label}\n`
  return `${title}${summaryTable(summarize(results), 'text')}\n\n${verdict(results)}`
}

/** Weights of the last step and those that were best on the validation part. */
export function describeWeights(results: readonly RunResult[]): string {
  const titles = ['Method', 'Weights', 'Step', 'Validation AUC', 'Test AUC', '95 % DeLong interval']
  const rows = results.flatMap(({ method, last, best }) =>
    Object.entries({ last, best }).map(([weights, tested]) => {
      const { step, validationAuc, testAuc, testInterval } = tested
      const interval = testInterval
        ? `[${testInterval.map((end) => end.toFixed(4)).join(', ')}]`
        : ''
      const shown = weights === 'last' ? method : ''
      return [shown, weights, `${step}`, validationAuc.toFixed(4), testAuc.toFixed(4), interval]
    }),
  )
  return alignedTable(titles, rows)
}

export interface ReportSetting {
  readonly folder: string
  readonly comparison: Comparison
  readonly task: Task
  readonly environment: Environment
  /** One line about the back end. */
  readonly backend: string
}

/** Writes the pages and returns their paths. */
export async function writeReports(
  labels: readonly LabelResults[],
  { folder, comparison, task, environment, backend }: ReportSetting,
): Promise<string[]> {
  const { command, date, recipes } = comparison
  const { machine, commit } = environment
  const shared = {
    title: 'Compositional training of deep AUC maximization',
    command,
    date,
    machine,
    ...(commit !== undefined && { commit }),
    backend,
    settings: settingsOf(recipes),
    data: partsOf(task),
    pictures: await samplePictures(task.train),
  }
  return labels.map(({ label, results, file }) => {
    const name = label === undefined ? task.description : `${task.description}; ${label}`
    const path = join(folder, file)
    writeWhole(path, renderReport({ ...shared, task: name, methods: results }))
    return path
  })
}

/** Of every label: images that have it, and those that have it not. */
export function partsOf({ train, validation, test, labelNames }: Task): DataPart[] {
  const width = labelNames.length
  return Object.entries({ training: train, validation, test }).flatMap(([part, { labels }]) =>
    labelNames.map((label, column) => {
      const own = Array.from(labels).filter((_, at) => at % width === column)
      const count = (wanted: number) => own.filter((value) => value === wanted).length
      const name = width === 1 ? part : `${part}, ${label}`
      return { part: name, positives: count(1), negatives: count(0) }
    }),
  )
}

/** Everything but the methods; what differs between the recipes, with all its values. */
function settingsOf(recipes: readonly Recipe[]): Record<string, string | number> {
  const all = recipes.map(({ data, network, augmentation, training }) => {
    const { checkpoint: _, workers: __, ...course } = training
    return flatten({ data, network: { ...network }, augmentation, training: course })
  })
  const keys = new Set(all.flatMap((settings) => Object.keys(settings)))
  return Object.fromEntries(
    Array.from(keys, (key) => {
      const values = [...new Set(all.map((settings) => settings[key] ?? '–'))]
      const [first] = values
      return [key, values.length === 1 && typeof first === 'number' ? first : values.join(' / ')]
    }),
  )
}

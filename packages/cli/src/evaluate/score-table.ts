/** Reads a CSV file with labels and scores. */
import { createReadStream } from 'node:fs'
import { DataError } from '@deepauc/datasets'
import { CsvError, parse } from 'csv-parse'
import { numberList } from './number-list.ts'

export interface ScoreTable {
  /** As people call the file. */
  readonly file: string
  /** `[n]`, 0 or 1. */
  readonly labels: Float64Array
  /** By name, `[n]` each. */
  readonly scores: ReadonlyMap<string, Float64Array>
  /** `[n]`, if they were asked for. */
  readonly clusters?: readonly string[]
}

export interface ScoreTableOptions {
  /** Default: all but `label` and `clusters`. */
  readonly columns?: readonly string[] | undefined
  /** Name of the column that tells which rows belong together. */
  readonly clusters?: string | undefined
}

/**
 * @param path `-` for the standard input
 * @throws DataError that names file and line if it cannot be read, or a label or score is none
 */
export async function readScoreTable(
  path: string,
  options: ScoreTableOptions = {},
): Promise<ScoreTable> {
  const file = path === '-' ? 'standard input' : path
  const reading = tableReading(file, options)
  try {
    // The parser counts lines too, but takes more than twice the time then.
    let line = 0
    for await (const record of recordsOf(path)) reading.take(record, ++line)
  } catch (cause) {
    throw cause instanceof DataError ? cause : unreadable(file, cause as Error)
  }
  return reading.table()
}

function recordsOf(path: string): AsyncIterable<readonly string[]> {
  const input = path === '-' ? process.stdin : createReadStream(path)
  const parser = parse({ bom: true, relax_column_count: true, max_record_size: 2 ** 20 })
  input.on('error', (error: Error) => parser.destroy(error))
  return input.pipe(parser)
}

interface Reading {
  take(record: readonly string[], line: number): void
  table(): ScoreTable
}

/** The first line that is not blank is the header. */
function tableReading(file: string, options: ScoreTableOptions): Reading {
  let begun: Reading | undefined
  return {
    take(record, line) {
      if (record.length === 1 && record[0]?.trim() === '') return
      if (begun) begun.take(record, line)
      else begun = beginTable(file, record, options)
    },
    table() {
      if (!begun) throw damaged(file, 'is empty')
      return begun.table()
    },
  }
}

function beginTable(
  file: string,
  header: readonly string[],
  { columns, clusters }: ScoreTableOptions,
): Reading {
  const place = (name: string) => placeOf(file, header, name)
  const label = place('label')
  const group = clusters === undefined ? undefined : place(clusters)
  const names = columns ?? header.filter((_, at) => at !== label && at !== group)
  const chosen = names.map((name) => ({ name, at: place(name), values: numberList() }))
  if (chosen.length === 0) throw damaged(file, 'has no column with scores')
  const labels = numberList()
  const groups: string[] = []
  return {
    take(record, line) {
      if (record.length !== header.length)
        throw damaged(file, `line ${line}: has ${record.length} cells, not ${header.length}`)
      labels.add(labelOf(record[label] as string, file, line))
      for (const { name, at, values } of chosen)
        values.add(scoreOf(record[at] as string, name, { file, line }))
      if (group !== undefined) groups.push(record[group] as string)
    },
    table: () => ({
      file,
      labels: labels.values(),
      scores: new Map(chosen.map(({ name, values }) => [name, values.values()])),
      ...(group !== undefined && { clusters: groups }),
    }),
  }
}

function placeOf(file: string, header: readonly string[], name: string): number {
  const at = header.indexOf(name)
  if (at < 0) throw damaged(file, `line 1: has no column "${name}", only ${header.join(', ')}`)
  if (header.includes(name, at + 1)) throw damaged(file, `line 1: has two columns "${name}"`)
  return at
}

function labelOf(text: string, file: string, line: number): number {
  const label = text.trim() === '' ? Number.NaN : Number(text)
  if (label === 0 || label === 1) return label
  throw damaged(file, `line ${line}: label "${text}" is neither 0 nor 1`)
}

function scoreOf(
  text: string,
  name: string,
  { file, line }: { readonly file: string; readonly line: number },
): number {
  const score = text.trim() === '' ? Number.NaN : Number(text)
  if (!Number.isNaN(score)) return score
  // As Python writes it.
  const [, sign] = /^\s*([+-]?)inf(?:inity)?\s*$/i.exec(text) ?? []
  if (sign !== undefined) return sign === '-' ? -Infinity : Infinity
  throw damaged(file, `line ${line}: ${name} "${text}" is no number`)
}

function unreadable(file: string, cause: Error): DataError {
  if (cause instanceof CsvError) return damaged(file, cause.message, cause)
  const { code } = cause as NodeJS.ErrnoException
  const problem = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? cause.message})`
  return new DataError(problem, { file, remedy: 'Check the path and its permissions', cause })
}

/** The file was read, but cannot be evaluated. */
export function damaged(file: string, problem: string, cause?: unknown): DataError {
  return new DataError(problem, {
    file,
    remedy: 'The header is `label,score` or `label,NAME1,NAME2,…`, the labels are 0 and 1',
    cause,
  })
}

/** The files below `slurm` in the folder of a sweep. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DataError } from '@deepauc/datasets'
import { writeWhole } from '../../write-whole.ts'
import { armName } from '../profile.ts'
import type { CellName } from '../sweep-event.ts'
import type { CheckedJobs } from './slurm-jobs.ts'

/** Absolute paths. */
export interface WaveFiles {
  /** Which task has which cell. */
  readonly list: string
  readonly arrayScript: string
  readonly nextScript: string
  readonly logs: string
}

/** A wave that was submitted. Plain JSON. */
export interface WaveRecord {
  readonly arrayJob: string
  readonly nextJob: string
  /** Names of its cells. */
  readonly cells: readonly string[]
  /** How many runs of the sweep had ended for good, or failed, before. */
  readonly ends: number
}

export function slurmFolder(out: string): string {
  return join(resolve(out), 'slurm')
}

export function waveFiles(out: string, number: number): WaveFiles {
  const path = (name: string) => join(slurmFolder(out), name)
  return {
    list: path(`wave-${number}.txt`),
    arrayScript: path(`wave-${number}.sh`),
    nextScript: path(`wave-${number}-next.sh`),
    logs: path('logs'),
  }
}

/** 0 before the first. */
export function lastWave(out: string): number {
  const folder = slurmFolder(out)
  if (!existsSync(folder)) return 0
  const numbers = readdirSync(folder).flatMap((name) => /^wave-(\d+)\.sh$/.exec(name)?.[1] ?? [])
  return Math.max(0, ...numbers.map(Number))
}

/** A line for each task, with what the cell is for. */
export function listText(cells: readonly CellName[]): string {
  const lines = cells.map(({ name, uses }, task) => {
    const purposes = uses.map((use) =>
      [armName(use), `seed ${use.seed}`, use.role, ...settingsOf(use.settings)].join(', '),
    )
    return `${task}\t${name}\t${purposes.join('; ')}`
  })
  return ['# task\tcell\tpurpose', ...lines, ''].join('\n')
}

function settingsOf(settings: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(settings).map(([key, value]) => `${key}=${JSON.stringify(value)}`)
}

export function writeWave(
  { list, arrayScript, nextScript, logs }: WaveFiles,
  texts: { readonly list: string; readonly array: string; readonly next: string },
): void {
  mkdirSync(logs, { recursive: true })
  writeFileSync(list, texts.list)
  writeFileSync(nextScript, texts.next, { mode: 0o755 })
  writeFileSync(arrayScript, texts.array, { mode: 0o755 })
}

export function recordWave(out: string, number: number, record: WaveRecord): void {
  writeJson(recordFile(out, number), record)
}

/** The newest wave that was submitted from here. */
export function readWave(out: string): (WaveRecord & { readonly number: number }) | undefined {
  for (let number = lastWave(out); number > 0; number--)
    if (existsSync(recordFile(out, number)))
      return { number, ...JSON.parse(readFileSync(recordFile(out, number), 'utf8')) }
  return undefined
}

/** For the waves to come. */
export function writeJobs(out: string, jobs: CheckedJobs): void {
  mkdirSync(slurmFolder(out), { recursive: true })
  writeJson(jobsFile(out), jobs)
}

/** @throws DataError if none were submitted */
export function readJobs(out: string): CheckedJobs {
  const file = jobsFile(out)
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
  throw new DataError('is missing', { file, remedy: 'Submit the sweep to Slurm first' })
}

function recordFile(out: string, number: number): string {
  return join(slurmFolder(out), `wave-${number}.json`)
}

function jobsFile(out: string): string {
  return join(slurmFolder(out), 'jobs.json')
}

function writeJson(path: string, content: unknown): void {
  writeWhole(path, `${JSON.stringify(content, null, 2)}\n`)
}

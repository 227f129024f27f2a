/** `attempts.jsonl`: how the runs of a cell ended, so that a later process knows. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

export interface Attempt {
  /** `retry` is none, but forgives those before it. */
  readonly outcome: 'done' | 'preempted' | 'diverged' | 'failed' | 'retry'
  /** Of wall time. */
  readonly seconds: number
  /** ISO 8601. */
  readonly ended: string
  readonly host: string
  /** Exit code, or the name of the signal that ended it. */
  readonly exit?: number | string
  /** The last words of the process, if it failed. */
  readonly message?: string
}

/** Only who has claimed the cell may do this. */
export function recordAttempt(folder: string, attempt: Omit<Attempt, 'host' | 'ended'>): void {
  const line = { ...attempt, host: hostname(), ended: new Date().toISOString() }
  // A line that a crash has torn must not swallow the next one.
  appendFileSync(fileIn(folder), `\n${JSON.stringify(line)}\n`)
}

export function readAttempts(folder: string): Attempt[] {
  if (!existsSync(fileIn(folder))) return []
  return readFileSync(fileIn(folder), 'utf8').split('\n').flatMap(attemptIn)
}

function fileIn(folder: string): string {
  return join(folder, 'attempts.jsonl')
}

function attemptIn(line: string): Attempt[] {
  try {
    return [JSON.parse(line)]
  } catch {
    return [] // Torn, or a blank between two.
  }
}

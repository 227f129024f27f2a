/** The files of one comparison. */
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ComparisonEvent } from './compare-methods.ts'
import type { RunResult } from './run-method.ts'

export interface RunFolder {
  readonly path: string
  /** Adds a line to `<method>/events.jsonl`. */
  log(event: ComparisonEvent): void
  /** Writes a whole file; it appears complete or not at all. */
  write(name: string, content: string): string
}

/**
 * Makes a new folder under `parent`, named by the time.
 *
 * @throws Error if the folder cannot be made
 */
export function runFolder(parent: string, date: Date): RunFolder {
  const name = date.toISOString().slice(0, 19).replaceAll(':', '-')
  const path = join(parent, name)
  mkdirSync(path, { recursive: true })
  const write = (file: string, content: string) => {
    const target = join(path, file)
    writeFileSync(`${target}.tmp`, content)
    renameSync(`${target}.tmp`, target)
    return target
  }
  const log = (event: ComparisonEvent) => {
    const folder = event.method.toLowerCase()
    if (event.kind === 'start') mkdirSync(join(path, folder), { recursive: true })
    const { line, scores } = split(event)
    if (scores) write(join(folder, 'test-scores.csv'), scores)
    appendFileSync(join(path, folder, 'events.jsonl'), `${JSON.stringify(line)}\n`)
  }
  return { path, log, write }
}

/** Scores go into a file of their own: thousands of numbers are no line of a log. */
function split(event: ComparisonEvent): { line: object; scores?: string } {
  if (event.kind !== 'end') return { line: event }
  const { test, curve: _, ...line } = event.result
  return { line: { kind: 'end', ...line }, scores: csv(test) }
}

function csv({ labels, scores }: RunResult['test']): string {
  const rows = Array.from(labels, (label, i) => `${label},${scores[i]}`)
  return ['label,score', ...rows, ''].join('\n')
}

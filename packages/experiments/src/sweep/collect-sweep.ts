/** All that a sweep has left in its folder, for a report. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSafetensors } from '@deepauc/safetensors'
import { readEventLog } from '../log/event-log.ts'
import type { Recipe } from '../recipe/recipe.ts'
import type { RunIdentity } from '../run-files.ts'
import { type CurvePoint, curveOf, type ResultSummary } from '../run-result.ts'
import type { CellStatus } from './cell-status.ts'
import { readSweep, recipeFile, type SweepFile } from './sweep-folder.ts'
import { type StatusOptions, sweepStatus } from './sweep-status.ts'

/** A sweep with the results of all its runs, as {@link collectSweep} reads them. */
export interface CollectedSweep extends Omit<SweepFile, 'cells'> {
  readonly cells: readonly CollectedCell[]
}

/** A run of a sweep with its results. */
export interface CollectedCell extends CellStatus {
  /** `deepauc train --recipe` repeats the run with it; absent before the cell is first begun. */
  readonly recipeFile?: string
  /** Where it was begun. */
  readonly environment?: RunIdentity['environment']
  /** If it is done; what was no number is NaN. */
  readonly result?: Omit<ResultSummary, 'curve'>
  /** All evaluations so far. */
  readonly curve: readonly CurvePoint[]
  /** Of the step with the highest validation AUC; absent for several labels. */
  readonly test?: { readonly labels: Float32Array; readonly scores: Float32Array }
}

/**
 * It only reads, and may be called while the sweep runs: what is not there yet, or only in part, is absent.
 *
 * @throws DataError if no sweep was begun in `out`
 */
export async function collectSweep(out: string, options?: StatusOptions): Promise<CollectedSweep> {
  const { cells, selections, later } = await sweepStatus(out, options)
  return { ...readSweep(out), selections, later, cells: cells.map(collectCell) }
}

function collectCell(cell: CellStatus): CollectedCell {
  const { folder, recipe, state } = cell
  const isDone = state === 'done'
  const environment = whole(() => readJson<RunIdentity>(folder, 'run.json').environment)
  const summary = isDone ? whole(() => readJson<ResultSummary>(folder, 'result.json')) : undefined
  const { curve = whole(() => curveSoFar(folder)) ?? [], ...result } = summary ?? {}
  const test = isDone ? whole(() => testOf(folder, recipe)) : undefined
  return {
    ...cell,
    ...(existsSync(recipeFile(folder)) && { recipeFile: recipeFile(folder) }),
    ...(environment && { environment }),
    ...(summary && { result: result as Omit<ResultSummary, 'curve'> }),
    curve,
    ...(test && { test }),
  }
}

function readJson<T>(folder: string, name: string): T {
  const text = readFileSync(join(folder, name), 'utf8')
  return JSON.parse(text, (_, value) => (value === null ? Number.NaN : value))
}

function curveSoFar(folder: string): CurvePoint[] {
  return curveOf(readEventLog(join(folder, 'events.jsonl')))
}

function testOf(folder: string, { data }: Recipe): CollectedCell['test'] {
  if ((data.findings?.length ?? 1) > 1) return undefined
  const { tensors } = readSafetensors(readFileSync(join(folder, 'test-scores.safetensors')))
  const [labels, scores] = ['labels', 'best'].map((name) => tensors.get(name)?.data)
  return labels && scores && ({ labels, scores } as CollectedCell['test'])
}

/** What a file says of itself that is being written, or was torn by a crash. */
const tornNames = ['SyntaxError', 'DataError', 'SafetensorsError']

/** What is read, unless the file is not there or not whole. */
function whole<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    const { name, code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || tornNames.includes(name)) return undefined
    throw error
  }
}

/** Starts the process of one cell. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunIdentity } from '../run-files.ts'
import type { CellStatus } from './cell-status.ts'
import type { Claim } from './claim-cell.ts'
import { type CellEnd, runCell } from './run-cell.ts'
import type { CellName, SweepEvent } from './sweep-event.ts'
import { recipeFile, writeRecipe } from './sweep-folder.ts'

/** What the command for a cell may need. */
export interface CellPlace extends CellName {
  readonly folder: string
  /** In YAML, in the folder. */
  readonly recipeFile: string
}

export interface StartCellOptions {
  /** Program and arguments. */
  readonly runCell: (place: CellPlace) => readonly string[]
  readonly threadsPerJob: number
  readonly graceSeconds: number
  readonly onEvent: (event: SweepEvent) => void
  readonly signal?: AbortSignal | undefined
}

/** Writes the recipe, runs the command, and tells both ends. */
export async function startCell(
  cell: CellStatus,
  claim: Claim,
  { runCell: commandOf, threadsPerJob, graceSeconds, onEvent, signal }: StartCellOptions,
): Promise<CellEnd> {
  const { hash, name, uses, folder } = cell
  const told = { hash, name, uses }
  writeRecipe(folder, cell)
  const threads = threadsBefore(folder) ?? threadsPerJob
  onEvent({ kind: 'start', cell: told, threads })
  const end = await runCell(folder, {
    claim,
    command: commandOf({ ...told, folder, recipeFile: recipeFile(folder) }),
    env: { ...process.env, TF_NUM_INTRAOP_THREADS: String(threads) },
    beatSeconds: graceSeconds / 10,
    signal,
  })
  onEvent({ kind: 'end', cell: told, ...end })
  return end
}

/** A run goes on with as many threads as it began with: with others its last bits would differ. */
function threadsBefore(folder: string): number | undefined {
  const file = join(folder, 'run.json')
  if (!existsSync(file)) return undefined
  return (JSON.parse(readFileSync(file, 'utf8')) as RunIdentity).environment.threads
}

/** The commands of the processes that a sweep starts. */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { commandLine } from '../command-line.ts'

const bin = fileURLToPath(new URL('../../bin/deepauc.mjs', import.meta.url))

/** How each training of a sweep runs. */
export interface CellFlags {
  readonly backend?: string
  readonly allowDrift?: boolean
}

/** `deepauc sweep` with these words after it, with paths that hold in any working folder. */
export function sweepCommandOf(words: readonly string[], flags: CellFlags = {}): string[] {
  return [process.execPath, bin, 'sweep', ...cellWords(flags), ...words]
}

export function cellCommand(folder: string, flags: CellFlags): string[] {
  return sweepCommandOf(['--cell', resolve(folder)], flags)
}

export function cellWords({ backend, allowDrift = false }: CellFlags): string[] {
  return [
    ...(backend === undefined ? [] : ['--backend', backend]),
    ...(allowDrift ? ['--allow-drift'] : []),
  ]
}

/** What people type after a sweep. */
export function reportHint(out: string): string {
  return `Report: ${commandLine(['report', out])}`
}

/** Profiles for tests, and the program that stands for a training. */
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Arm, Profile, Study } from '../src/sweep/profile.ts'

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'sweep-'))

const base = {
  data: { source: 'sample', binarize: 'halves', imratio: 0.1 },
  network: { name: 'mlp' },
  training: { budget: { steps: 4 } },
}

export function arm(column: string, options: Partial<Arm> = {}): Omit<Arm, 'study'> {
  const layers = [base, ...(options.layers ?? [{ method: { name: 'CE' } }])]
  return { row: 'halves', column, grid: {}, ...options, layers }
}

export function studyOf(
  name: string,
  arms: readonly Omit<Arm, 'study'>[],
  options: Partial<Study> = {},
): Study {
  const own = arms.map((each) => ({ ...each, study: name }))
  return { name, description: 'for a test', tuningSeeds: [100], seeds: [0], ...options, arms: own }
}

export function profileOf(...studies: readonly Study[]): Profile {
  return { name: 'test', description: 'for a test', studies }
}

/** So many cells of one arm. */
export function manyCells(count: number): Profile {
  const seeds = Array.from({ length: count }, (_, seed) => seed)
  return profileOf(studyOf('many', [arm('ce')], { seeds }))
}

const program = fileURLToPath(new URL('./sweep-cell-program.mjs', import.meta.url))

/** How the program behaves. */
export interface Behaviour {
  readonly steps?: number
  readonly stepMilliseconds?: number
  readonly end?: 'done' | 'diverged' | 'failed'
  readonly validationAuc?: number
  /** Goes on when its parent has died. */
  readonly isOrphan?: boolean
}

export function cellCommand(folder: string, behaviour: Behaviour = {}): string[] {
  return [process.execPath, program, folder, JSON.stringify(behaviour)]
}

/** What the programs have noted, in order, as words. */
export function notes(out: string): string[][] {
  const file = join(out, 'notes.txt')
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => line.split(' '))
}

/** The files of a sweep: `sweep.json`, and below `cells` a folder for each cell. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataError } from '@deepauc/datasets'
import { stringify } from 'yaml'
import { writeWhole } from '../write-whole.ts'
import type { Cell } from './cell.ts'
import { sweepFileSchema } from './sweep-file-schema.ts'
import type { SweepPlan, SweepRequest } from './sweep-plan.ts'

/** What a sweep was begun with, and the plan as it was last made. */
export interface SweepFile extends SweepRequest, SweepPlan {}

export function cellFolder(out: string, { name }: Pick<Cell, 'name'>): string {
  return join(out, 'cells', name)
}

/** The recipe of a cell, for `deepauc train --recipe`. */
export function recipeFile(folder: string): string {
  return join(folder, 'recipe.yaml')
}

export function writeRecipe(folder: string, { recipe }: Cell): void {
  writeWhole(recipeFile(folder), stringify(recipe))
}

/** @throws Error of the system if the folder cannot be written to */
export function writeSweep(out: string, request: SweepRequest, plan: SweepPlan): void {
  mkdirSync(join(out, 'cells'), { recursive: true })
  const { profile, reference, folders, set } = request
  const { selections, later } = plan
  const cells = plan.cells.map(({ hash, name, recipe, uses, lacks }) => ({
    ...{ hash, name, uses, recipe },
    ...(lacks !== undefined && { lacks }),
  }))
  const file: SweepFile = {
    ...{ profile, folders, set, later, selections, cells },
    ...(reference !== undefined && { reference }),
  }
  writeWhole(sweepFile(out), `${JSON.stringify(file, null, 2)}\n`)
}

/** Notes cells that have come to be known. */
export function updateSweep(out: string, plan: SweepPlan): void {
  writeSweep(out, readSweep(out), plan)
}

/** @throws DataError if no sweep was begun there, or the file is damaged */
export function readSweep(out: string): SweepFile {
  const file = sweepFile(out)
  if (!existsSync(file))
    throw new DataError('is missing', {
      file,
      remedy: 'Name the folder of a sweep, or its profile',
    })
  try {
    const content = JSON.parse(readFileSync(file, 'utf8'))
    sweepFileSchema.parse(content)
    return content
  } catch (cause) {
    const remedy = 'Begin the sweep again with its profile: cells that are done are not repeated'
    throw new DataError('is damaged', { file, remedy, cause })
  }
}

function sweepFile(out: string): string {
  return join(out, 'sweep.json')
}

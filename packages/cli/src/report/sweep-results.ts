/** From the folder of a sweep to the plain data that reports are made of. */
import {
  armName,
  type CollectedCell,
  type CollectedSweep,
  profileNames,
} from '@deepauc/experiments'
import type { StudyOutline, SweepCell, SweepResults, Tuning } from '@deepauc/report'
import { commandLine } from '../command-line.ts'
import { unchosenArms } from '../sweep/unchosen-arms.ts'
import { armPlacer } from './arm-placer.ts'
import { cellIdentity, shortSettings } from './cell-identity.ts'
import { cellStanding } from './cell-standing.ts'
import { distinctNames } from './distinct-names.ts'

/** @param out as the user has given it: it stands in the commands */
export function sweepResults(sweep: CollectedSweep, out: string): SweepResults {
  const { profile, cells: collected } = sweep
  const command = sweepCommand(sweep, out)
  const cells = cellsOf(sweep, command)
  const commits = distinct(collected.map(({ environment }) => environment?.commit))
  return {
    title: `${profile.name}: ${profile.description}`,
    command,
    ...(commits.length > 0 && { commit: commits.join(', ') }),
    machine: distinct(collected.map(machineOf)).join(' | ') || 'none yet',
    studies: profile.studies.map((study) => outlineOf(study, cells)),
    cells,
    tuning: tuningOf(sweep, cells),
  }
}

function sweepCommand(sweep: CollectedSweep, out: string): string {
  const { profile, reference = likelyReference(profile), folders, set } = sweep
  const data = Object.entries(folders).flatMap(([source, folder]) =>
    Object.entries(folder).flatMap(([kind, path]) => [`--${kind}`, `${source}=${path}`]),
  )
  const changes = set.flatMap((change) => ['--set', change])
  return commandLine(['sweep', '--profile', reference, '--out', out, ...data, ...changes])
}

/** For a sweep whose file does not say how its profile was named. */
function likelyReference({ name }: CollectedSweep['profile']): string {
  return profileNames().includes(name) ? name : `${name}.yaml`
}

function cellsOf({ profile, cells }: CollectedSweep, command: string): readonly SweepCell[] {
  const nameOf = distinctNames(cells)
  const place = armPlacer(profile)
  return cells.map((cell) => {
    const identity = { ...cellIdentity(cell), ...nameOf(cell) }
    return {
      ...identity,
      command: cell.recipeFile ? commandLine(['train', '--recipe', cell.recipeFile]) : command,
      arms: place(cell, identity),
      profile: profile.name,
      ...cellStanding(cell),
    }
  })
}

function machineOf({ environment }: CollectedCell): string | undefined {
  if (!environment) return undefined
  const { machine, backend, threads, tensorflow } = environment
  const share = `${threads} ${threads === 1 ? 'thread' : 'threads'}`
  return `${machine}; back end ${backend}, ${share}, TensorFlow.js ${tensorflow}`
}

function outlineOf(
  { name, description, table, arms, seeds }: CollectedSweep['profile']['studies'][number],
  cells: readonly SweepCell[],
): StudyOutline {
  const isElsewhere = cells.some(
    (cell) =>
      cell.arms.length === 0 &&
      cell.places.some(({ study, role }) => study === name && role === 'final'),
  )
  return {
    name,
    description,
    rows: distinct(arms.map(({ row }) => row)),
    columns: distinct(arms.map(({ column }) => column)),
    seeds: seeds.length,
    hasOwnTable: table === undefined || table === 'averaging-grid' || isElsewhere,
  }
}

/** Of every place whose grid is known. */
function tuningOf(
  { profile, selections, cells: collected }: CollectedSweep,
  cells: readonly SweepCell[],
): readonly Tuning[] {
  const ids = new Map(collected.map(({ hash, name }) => [hash, name]))
  const unchosen = unchosenArms({ selections, cells: collected })
  return selections.flatMap(({ study, row, column, configurations, chosen }) => {
    const key = { study, row, column }
    const run = cells.find(({ places }) => places.some((place) => isAt(place, key)))
    if (!run) return []
    const { method, dataset, imratio } = run
    const from = originOf(profile, key)
    const reason = unchosen.find(({ name }) => name === armName(key))?.reason
    return [
      {
        ...key,
        ...{ method, dataset, ...(imratio !== undefined && { imratio }) },
        ...(chosen !== undefined && { chosen }),
        ...(reason !== undefined && { unchosen: reason }),
        ...(from !== undefined && { from }),
        configurations: configurations.map(({ settings, hashes, validationAuc }) => ({
          settings: shortSettings(settings),
          ...(validationAuc !== undefined && { validationAuc }),
          cells: hashes.flatMap((hash) => ids.get(hash) ?? []),
        })),
      },
    ]
  })
}

function originOf({ studies }: CollectedSweep['profile'], key: Key): string | undefined {
  const { from } = studies.flatMap(({ arms }) => arms).find((arm) => isAt(arm, key)) ?? {}
  return from && armName(from)
}

type Key = Pick<Tuning, 'study' | 'row' | 'column'>

function isAt(a: Key, b: Key): boolean {
  return a.study === b.study && a.row === b.row && a.column === b.column
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))]
}

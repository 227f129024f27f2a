/** What runs are in the tables of the paper: each place is taken once. */
import type { CellUse, CollectedCell, CollectedSweep } from '@deepauc/experiments'
import type { Arm, SweepCell } from '@deepauc/report'

type Study = CollectedSweep['profile']['studies'][number]
type Identity = Pick<
  SweepCell,
  'dataset' | 'imratio' | 'network' | 'method' | 'seed' | 'budget' | 'averaging'
>

/** Methods by the name of their column. */
const methodColumns: Readonly<Record<string, string>> = {
  ce: 'CE',
  'auc-sc': 'AUCsc',
  'auc-ce': 'AUC-CE',
  'ts-drw': 'TS-DRW',
  'ts-dec': 'TS-DEC',
  ct: 'CT',
}

/** Arms of CT by the name of their column. */
const ablationColumns: Readonly<Record<string, Arm>> = {
  'two-batches': 'tuned',
  'same-batch': 'same-batch',
  'averaging-on': 'one-step',
  'averaging-off': 'one-step-unaveraged',
}

/**
 * A function for the runs in their order: of two that would stand in one place, as of two studies with the same data, network and
 * budget, the first one does, and the other stands in the table of its study alone.
 */
export function armPlacer({
  studies,
}: CollectedSweep['profile']): (cell: CollectedCell, identity: Identity) => readonly Arm[] {
  const taken = new Set<string>()
  return ({ uses }, identity) => {
    const { dataset, imratio, network, method, seed, budget, averaging } = identity
    const wanted = uses.flatMap((use) => {
      const study = studies.find(({ name }) => name === use.study)
      return (study && armOf(use, study, method)) ?? []
    })
    return [...new Set(wanted)].filter((arm) => {
      const grid = arm === 'averaging-grid' ? averaging : undefined
      const place = JSON.stringify([arm, dataset, imratio, network, method, seed, budget, grid])
      if (taken.has(place)) return false
      taken.add(place)
      return true
    })
  }
}

/** Undefined for a tuning run, a study without a table, and columns with names of their own. */
function armOf({ role, column }: CellUse, { table }: Study, method: string): Arm | undefined {
  if (role !== 'final' || table === undefined) return undefined
  if (table === 'table1' || table === 'table4' || table === 'table5') {
    if (own(methodColumns, column) !== method) return undefined
    return table === 'table5' ? 'equal-seconds' : 'tuned'
  }
  if (method !== 'CT') return undefined
  return table === 'table2' ? own(ablationColumns, column) : table
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

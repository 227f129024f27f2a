/** Which cells stand where in the tables of the paper. */
import type { PaperTable } from '../paper/paper-table.ts'
import { table1, table4 } from '../paper/table-1.ts'
import { table2 } from '../paper/table-2.ts'
import { table5 } from '../paper/table-5.ts'
import type { Arm, MethodName } from '../sweep/sweep-results.ts'

export interface TableSpec {
  readonly paper: PaperTable
  /** One per column of the paper. */
  readonly columns: readonly { readonly method: MethodName; readonly arm: Arm }[]
  /** Columns that are compared with each other. */
  readonly families: readonly (readonly number[])[]
  /** Whether data sets that the paper does not have may stand in it. */
  readonly takesOwnData: boolean
}

const methods: readonly MethodName[] = ['CE', 'AUCsc', 'AUC-CE', 'TS-DRW', 'TS-DEC', 'CT']
const tuned = methods.map((method) => ({ method, arm: 'tuned' as const }))
const all = [methods.map((_, i) => i)]

export const tableSpecs: readonly TableSpec[] = [
  { paper: table1, columns: tuned, families: all, takesOwnData: true },
  {
    paper: table2,
    columns: (['same-batch', 'tuned', 'one-step-unaveraged', 'one-step'] as const).map((arm) => ({
      method: 'CT',
      arm,
    })),
    families: [
      [0, 1],
      [2, 3],
    ],
    takesOwnData: true,
  },
  { paper: table4, columns: tuned, families: all, takesOwnData: false },
  {
    paper: table5,
    columns: (['CT', 'CE', 'AUCsc', 'AUC-CE', 'TS-DRW', 'TS-DEC'] as const).map((method) => ({
      method,
      arm: 'equal-seconds',
    })),
    families: all,
    takesOwnData: true,
  },
]

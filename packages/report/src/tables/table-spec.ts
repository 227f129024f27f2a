/** Which cells stand where in the tables of the paper. */
import type { PaperTable } from '../paper/paper-table.ts'
import { table1, table4 } from '../paper/table-1.ts'
import { table2 } from '../paper/table-2.ts'
import { table5 } from '../paper/table-5.ts'
import { baselines, methods } from '../sweep/methods.ts'
import type { ChosenOn } from '../sweep/own-score.ts'
import type { Arm, MethodName } from '../sweep/sweep-results.ts'

export interface TableSpec {
  readonly paper: PaperTable
  readonly columns: readonly TableColumn[]
  /** Columns that are compared with each other. */
  readonly families: readonly (readonly number[])[]
  /** Whether data sets that the paper does not have may stand in it. */
  readonly takesOwnData: boolean
  readonly notes: readonly string[]
}

interface TableColumn {
  readonly title: string
  readonly method: MethodName
  readonly arm: Arm
  readonly chosenOn: ChosenOn
  /** Place of the paper's number for it in a row of the paper; absent if the paper has none of this kind. */
  readonly paper?: number
}

const ablations: readonly Arm[] = ['same-batch', 'tuned', 'one-step-unaveraged', 'one-step']
const timed: readonly MethodName[] = ['CT', ...baselines]

const all = [methods.map((_, i) => i)]

export const tableSpecs: readonly TableSpec[] = [
  {
    paper: table1,
    columns: tunedColumns(table1),
    families: all,
    takesOwnData: true,
    notes: [],
  },
  {
    paper: table2,
    columns: ablations.map((arm, paper) => ({
      ...{ title: table2.columns[paper] as string, method: 'CT', arm },
      ...{ chosenOn: 'validation', paper },
    })),
    families: [
      [0, 1],
      [2, 3],
    ],
    takesOwnData: true,
    notes: [],
  },
  {
    paper: table4,
    columns: tunedColumns(table4),
    families: all,
    takesOwnData: false,
    notes: [],
  },
  {
    paper: table5,
    columns: timed.flatMap((method, paper) => {
      const title = table5.columns[paper] as string
      const column = { method, arm: 'equal-seconds' as const }
      return [
        { ...column, title, chosenOn: 'validation' as const },
        { ...column, title: `${title}, best on test`, chosenOn: 'test' as const, paper },
      ]
    }),
    families: [timed.map((_, i) => 2 * i)],
    takesOwnData: true,
    notes: [
      'Best on test: the highest test AUC of all evaluations of a run, which the paper reports here. It is chosen on the test images themselves and so too high; nothing is concluded from it.',
    ],
  },
]

function tunedColumns({ columns }: PaperTable): readonly TableColumn[] {
  return methods.map((method, paper) => ({
    ...{ title: columns[paper] as string, method, arm: 'tuned' },
    ...{ chosenOn: 'validation', paper },
  }))
}

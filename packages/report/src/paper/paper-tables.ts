/** All numbers of the paper's tables: Yuan et al., Compositional Training for End-to-End Deep AUC Maximization, ICLR 2022. */
import { contradictions, type PaperContradiction } from './contradictions.ts'
import type { PaperTable } from './paper-table.ts'
import { table1, table4 } from './table-1.ts'
import { table2 } from './table-2.ts'
import { type PaperDatasets, table3 } from './table-3.ts'
import { table5 } from './table-5.ts'

/** Tables 1 to 5, and the places where the paper says two things. */
export const paperTables: {
  readonly table1: PaperTable
  readonly table2: PaperTable
  readonly table3: PaperDatasets
  readonly table4: PaperTable
  readonly table5: PaperTable
  readonly contradictions: readonly PaperContradiction[]
} = { table1, table2, table3, table4, table5, contradictions }

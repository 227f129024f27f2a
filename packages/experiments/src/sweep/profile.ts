/** What a sweep trains: studies, each a table of rows (tasks) and columns (methods) over seeds. */
import type { Mapping } from '../recipe/layer.ts'

/** Plain JSON, with everything that it extends merged in. */
export interface Profile {
  readonly name: string
  readonly description: string
  /** The most important first: their cells run in this order. */
  readonly studies: readonly Study[]
}

export interface Study {
  readonly name: string
  readonly description: string
  /** The table of the paper that it is like, the grid of averaging weights that the paper speaks of, or the rate of Theorem 1. */
  readonly table?: 'table1' | 'table2' | 'table4' | 'table5' | 'averaging-grid' | 'rate'
  /** Of the runs whose validation AUC chooses between configurations. */
  readonly tuningSeeds: readonly number[]
  /** Of the final runs. */
  readonly seeds: readonly number[]
  readonly arms: readonly Arm[]
}

/** One place of the table. */
export interface Arm extends ArmKey {
  /** Begins with the settings that won there, in place of none. */
  readonly from?: ArmKey
  /** Recipes laid over each other, the later the stronger. */
  readonly layers: readonly Mapping[]
  readonly grid: Grid
}

export interface ArmKey {
  readonly study: string
  readonly row: string
  readonly column: string
}

/** Keys of a recipe with the values to try; keys with commas between them get the same value. */
export type Grid = Readonly<Record<string, readonly unknown[]>>

/** Keys of a recipe with the value of one configuration. */
export type Settings = Readonly<Record<string, unknown>>

/** `study/row/column` */
export function armName({ study, row, column }: ArmKey): string {
  return `${study}/${row}/${column}`
}

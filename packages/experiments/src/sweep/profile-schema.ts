/** What may stand in the file of a profile. */
import { z } from 'zod'
import type { Mapping } from '../recipe/layer.ts'
import { type Shape, text } from '../recipe/shape.ts'
import type { Grid, Study } from './profile.ts'

export interface ProfileFile {
  readonly description: string
  readonly studies: Readonly<Record<string, StudyFile>>
}

export interface StudyFile extends Omit<Study, 'name' | 'arms'> {
  readonly recipe: Mapping
  readonly rows: Readonly<Record<string, Mapping>>
  readonly columns: Readonly<Record<string, ColumnFile>>
}

interface ColumnFile {
  readonly from?: string
  readonly recipe: Mapping
  readonly grid: Grid
}

// JavaScript would change the order of names that are numbers.
const name: z.ZodString = z.string().regex(/^[a-z][a-z0-9-]*$/, 'is no name like shirt-10')
const layer: z.ZodType<Mapping> = z.record(z.string(), z.unknown())
const seeds: z.ZodType<number[]> = z.array(z.int().min(0)).min(1)

const column: z.ZodType<ColumnFile> = z.strictObject({
  from: z
    .string()
    .regex(/^[^/]+\/[^/]+\/[^/]+$/, 'is not like study/row/column')
    .exactOptional(),
  recipe: layer.default({}),
  grid: z.record(text, z.array(z.unknown()).min(1)).default({}),
} satisfies Shape<ColumnFile>)

const study: z.ZodType<StudyFile> = z.strictObject({
  description: text,
  table: z.enum(['table1', 'table2', 'table4', 'table5', 'averaging-grid', 'rate']).exactOptional(),
  recipe: layer.default({}),
  rows: z.record(name, layer),
  columns: z.record(name, column),
  tuningSeeds: seeds,
  seeds,
} satisfies Shape<StudyFile>)

/** Refuses every key that it does not know; parts of recipes are checked when cells are made of them. */
export const profileSchema: z.ZodType<ProfileFile> = z.strictObject({
  description: text,
  studies: z.record(name, study),
} satisfies Shape<ProfileFile>)

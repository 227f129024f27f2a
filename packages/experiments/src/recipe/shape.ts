/** What the schemas of the parts of a recipe share. */
import { z } from 'zod'

/** A schema for every key of `T`, so that an option that a library adds is missed here by the compiler. */
export type Shape<T> = { readonly [Name in keyof T]-?: z.ZodType<Exclude<T[Name], undefined>> }

export const positive: z.ZodNumber = z.number().gt(0)
export const notNegative: z.ZodNumber = z.number().min(0)
/** A weight of the new value. */
export const shareOfNew: z.ZodNumber = z.number().gt(0).max(1)
/** A weight of the old value. */
export const shareOfOld: z.ZodNumber = z.number().min(0).lt(1)
export const openShare: z.ZodNumber = z.number().gt(0).lt(1)
export const count: z.ZodInt = z.int().min(1)
export const text: z.ZodString = z.string().min(1)

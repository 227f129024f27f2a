/** One of the things that make a recipe: a file, or the options of the command line. */
import type { KeyPath, Place, RecipeProblem } from './recipe-error.ts'

export type Mapping = Readonly<Record<string, unknown>>

export interface Layer {
  /** Empty where it could not be read. */
  readonly data: Mapping
  readonly problems: readonly RecipeProblem[]
  /** False if the problems hide what else there is: then nobody knows what is missing. */
  readonly isWhole: boolean
  /** Where the key or its value stands; undefined if this layer does not say anything about it. */
  place(path: KeyPath, what: 'key' | 'value'): Place | undefined
}

/** Names that mean something else to JavaScript. */
export const forbiddenKeys: readonly string[] = ['__proto__', 'constructor', 'prototype']

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

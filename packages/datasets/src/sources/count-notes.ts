/** Compares a data set with the published one. */
import type { SourcePart } from '../source.ts'

/** A sentence for each part that is missing, or is not as large as `published` says. */
export function countNotes(
  parts: Readonly<Record<string, SourcePart>>,
  published: Readonly<Record<string, number>>,
): string[] {
  return Object.entries(published).flatMap(([name, expected]) => {
    const count = parts[name]?.count
    if (count === undefined) return [`There is no part "${name}", of ${expected} images.`]
    if (count === expected) return []
    return [`Part "${name}" has ${count} images; as published it has ${expected}.`]
  })
}

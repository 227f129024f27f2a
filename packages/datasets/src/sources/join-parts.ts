/** Takes parts together. */
import type { SourcePart } from '../source.ts'

/** What is known of the rows of a part without reading images. */
export type PartRows = Pick<SourcePart, 'count' | 'labels' | 'labelNames' | 'classNames' | 'groups'>

/** The rows of `parts`, one part after the other, under the label and class names of the first. */
export function joinParts(parts: readonly [PartRows, ...PartRows[]]): PartRows {
  const [{ labelNames, classNames }] = parts
  const labels = new Float32Array(parts.reduce((length, part) => length + part.labels.length, 0))
  let at = 0
  for (const part of parts) {
    labels.set(part.labels, at)
    at += part.labels.length
  }
  const groups = parts.flatMap((part) => part.groups ?? [])
  const count = parts.reduce((sum, part) => sum + part.count, 0)
  return {
    count,
    labels,
    labelNames,
    ...(classNames && { classNames }),
    ...(groups.length === count && { groups }),
  }
}

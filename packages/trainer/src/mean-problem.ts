/** Gradient accumulation: one problem of several parts. */
import type { Problem } from '@deepauc/optimizers'
import type { BatchProblem } from './method.ts'

/**
 * The problem whose losses are the means over those of `parts`, which share their variables. The mean over parts of equal
 * size, with as many positives each, is the loss of the whole batch, but for batch normalisation, which sees one part at a time.
 */
export function meanProblem(parts: readonly BatchProblem[]): Problem {
  const [first] = parts
  if (first === undefined) throw new RangeError('there is no part of the batch')
  if (parts.length === 1) return first
  const all = (name: 'inner' | 'innerProbe' | 'dual') => {
    const losses = parts.flatMap((part) => part[name] ?? [])
    return losses.length > 0 ? { [name]: losses } : {}
  }
  return {
    ...first,
    outer: parts.map(({ outer }) => outer),
    ...all('inner'),
    ...all('innerProbe'),
    ...all('dual'),
  }
}

/** Where tensors lie in a file: one behind the other, nothing between them and nothing behind the last. */
import type { SafetensorsDtype } from './dtypes.ts'
import { SafetensorsError } from './safetensors-error.ts'

/** What a file says of a tensor. */
export interface SafetensorsEntry {
  readonly dtype: SafetensorsDtype
  readonly shape: readonly number[]
  /** The byte of the file with which the data begin. */
  readonly begin: number
  /** The byte of the file before which the data end. */
  readonly end: number
}

/**
 * The entries in the order of their data.
 *
 * @throws SafetensorsError unless they cover the bytes from `begin` to `end`, each of them once
 */
export function inOrder(
  entries: ReadonlyMap<string, SafetensorsEntry>,
  begin: number,
  end: number,
): Map<string, SafetensorsEntry> {
  const sorted = [...entries].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end)
  let covered = begin
  for (const [tensor, entry] of sorted) {
    if (entry.begin < covered)
      throw new SafetensorsError('shares bytes between tensors', { offset: entry.begin, tensor })
    if (entry.begin > covered)
      throw new SafetensorsError('has bytes before a tensor that belong to none', {
        offset: covered,
        tensor,
      })
    covered = entry.end
  }
  if (covered < end)
    throw new SafetensorsError('goes on after its last tensor', { offset: covered })
  return new Map(sorted)
}

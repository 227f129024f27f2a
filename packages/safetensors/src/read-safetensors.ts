/** Reads a whole file. */
import { headerEnd } from './header-end.ts'
import { parseHeader } from './parse-header.ts'
import { type SafetensorsTensor, tensorOf } from './tensor.ts'

/** What a file holds. */
export interface SafetensorsContent {
  /** By name, in the order of the data. */
  readonly tensors: ReadonlyMap<string, SafetensorsTensor>
  /** The texts that the writer added; empty without. */
  readonly metadata: ReadonlyMap<string, string>
}

/**
 * The tensors in `bytes`, a whole file. They share its memory, except where a writer did not align its data.
 *
 * @throws SafetensorsError if a rule of the format is broken; the memory that reading takes depends on the length of the
 * header, not on the numbers in it
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsContent {
  const header = bytes.subarray(0, headerEnd(bytes, bytes.length))
  const { entries, metadata } = parseHeader(header, bytes.length)
  const tensors = new Map<string, SafetensorsTensor>()
  for (const [name, entry] of entries)
    tensors.set(name, tensorOf(entry, bytes.subarray(entry.begin, entry.end)))
  return { tensors, metadata }
}

/** Reads the tensors of a file one by one. */
import { headerEnd, PREFIX_LENGTH } from './header-end.ts'
import type { SafetensorsEntry } from './layout.ts'
import { parseHeader } from './parse-header.ts'
import { quoted, SafetensorsError } from './safetensors-error.ts'
import { type SafetensorsTensor, tensorOf } from './tensor.ts'

/** A file of which pieces can be read: on a disk, behind an URL, in a `Blob`. */
export interface ByteSource {
  readonly byteLength: number
  /** The bytes from `begin` to `end` − 1. */
  read(begin: number, end: number): Promise<Uint8Array>
}

/** A file whose header has been read. */
export interface OpenedSafetensors {
  /** What the file says of its tensors, by name, in the order of the data. */
  readonly entries: ReadonlyMap<string, SafetensorsEntry>
  /** The texts that the writer added; empty without. */
  readonly metadata: ReadonlyMap<string, string>
  /**
   * Reads one tensor.
   *
   * @throws RangeError if there is none of this name; SafetensorsError if the file has become shorter
   */
  read(name: string): Promise<SafetensorsTensor>
}

/**
 * Reads the header of `source`, and each tensor when it is asked for.
 *
 * @throws SafetensorsError if a rule of the format is broken
 * @throws RangeError from `read`, if there is no tensor of this name
 */
export async function openSafetensors(source: ByteSource): Promise<OpenedSafetensors> {
  const { byteLength } = source
  const prefix = await readExactly(source, 0, Math.min(PREFIX_LENGTH, byteLength))
  const header = await readExactly(source, 0, headerEnd(prefix, byteLength))
  const { entries, metadata } = parseHeader(header, byteLength)
  const read = async (name: string) => {
    const entry = entries.get(name)
    if (!entry) throw new RangeError(`there is no tensor ${quoted(name)}`)
    return tensorOf(entry, await readExactly(source, entry.begin, entry.end, name))
  }
  return { entries, metadata, read }
}

async function readExactly(source: ByteSource, begin: number, end: number, tensor?: string) {
  const bytes = await source.read(begin, end)
  if (bytes.length === end - begin) return bytes
  const problem = `gave ${bytes.length} bytes instead of ${end - begin}`
  throw new SafetensorsError(problem, { offset: begin, tensor })
}

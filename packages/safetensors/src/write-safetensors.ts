/** Writes files, byte for byte as the reference implementation does. */
import { byCodePoint } from './by-code-point.ts'
import { arrayTypeOf, byteLengthOf, rankOf } from './dtypes.ts'
import { MAX_HEADER_LENGTH, PREFIX_LENGTH } from './header-end.ts'
import { METADATA_KEY } from './parse-header.ts'
import { quoted } from './safetensors-error.ts'
import type { SafetensorsTensor } from './tensor.ts'

const ALIGNMENT = 8

/**
 * A file with `tensors` by name, and `metadata`. The order of neither matters: equal content gives equal bytes.
 *
 * @throws TypeError if a tensor's array is not that of its dtype, or a text has half a character
 * @throws RangeError if a shape does not fit its data, a tensor is named `__metadata__`, or the header exceeds 100 MB
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, SafetensorsTensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array<ArrayBuffer> {
  const parts = safetensorsParts(tensors, metadata)
  const file = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    file.set(part, at)
    at += part.length
  }
  return file
}

/**
 * The bytes of {@link writeSafetensors} in pieces, to be written one after the other: the header, and the memory of each
 * tensor itself, not a copy.
 *
 * @throws TypeError or RangeError as {@link writeSafetensors} does
 */
export function safetensorsParts(
  tensors: ReadonlyMap<string, SafetensorsTensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array[] {
  const sorted = [...tensors].sort(
    ([a, x], [b, y]) => rankOf(x.dtype) - rankOf(y.dtype) || byCodePoint(a, b),
  )
  const parts = sorted.map(([name, tensor]) => bytesOf(name, tensor))
  return [headerOf(sorted, metadata), ...parts]
}

/** The memory of a tensor's data. */
function bytesOf(name: string, { dtype, shape, data }: SafetensorsTensor): Uint8Array {
  const due = arrayTypeOf(dtype).name
  if (data[Symbol.toStringTag] !== due)
    throw new TypeError(`tensor ${quoted(name)} needs a ${due} for ${dtype}`)
  const isShape = shape.every((size) => Number.isSafeInteger(size) && size >= 0)
  if (!isShape || byteLengthOf(dtype, shape) !== data.byteLength)
    throw new RangeError(
      `tensor ${quoted(name)} has ${data.byteLength} bytes, which are no ${dtype} [${shape}]`,
    )
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

/** The length of the JSON, and the JSON with the spaces that align the data. */
function headerOf(
  tensors: readonly (readonly [string, SafetensorsTensor])[],
  metadata: ReadonlyMap<string, string>,
): Uint8Array {
  // Not by JSON.stringify as a whole: an object would put names like "0" first.
  const members: string[] = []
  if (metadata.size > 0) members.push(`${textOf(METADATA_KEY)}:${metadataOf(metadata)}`)
  let begin = 0
  for (const [name, { dtype, shape, data }] of tensors) {
    if (name === METADATA_KEY) throw new RangeError(`no tensor may be named ${METADATA_KEY}`)
    const end = begin + data.byteLength
    const entry = JSON.stringify({ dtype, shape, data_offsets: [begin, end] })
    members.push(`${textOf(name)}:${entry}`)
    begin = end
  }
  const json = new TextEncoder().encode(`{${members.join()}}`)
  const length = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT
  if (length > MAX_HEADER_LENGTH)
    throw new RangeError(`the header has ${length} bytes, more than ${MAX_HEADER_LENGTH}`)
  const header = new Uint8Array(PREFIX_LENGTH + length).fill(0x20)
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true)
  header.set(json, PREFIX_LENGTH)
  return header
}

function metadataOf(metadata: ReadonlyMap<string, string>): string {
  const sorted = [...metadata].sort(([a], [b]) => byCodePoint(a, b))
  return `{${sorted.map(([key, value]) => `${textOf(key)}:${textOf(value)}`).join()}}`
}

function textOf(text: string): string {
  if (typeof text !== 'string' || /\p{Surrogate}/u.test(text))
    throw new TypeError(`${quoted(String(text))} is no text that a file can hold`)
  return JSON.stringify(text)
}

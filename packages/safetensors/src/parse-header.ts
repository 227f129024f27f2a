/** The header of a file: which tensors there are, and where their data lie. */
import { byteLengthOf, isDtype, type SafetensorsDtype } from './dtypes.ts'
import { PREFIX_LENGTH } from './header-end.ts'
import { type JsonReader, jsonReader } from './json-reader.ts'
import type { ErrorAt } from './json-tokens.ts'
import { inOrder, type SafetensorsEntry } from './layout.ts'
import { quoted, SafetensorsError } from './safetensors-error.ts'

/** What the header of a file says. */
export interface Header {
  /** By name, in the order of the data. */
  readonly entries: Map<string, SafetensorsEntry>
  readonly metadata: Map<string, string>
}

/** The key that is no tensor. */
export const METADATA_KEY = '__metadata__'

/**
 * What the header says. `bytes` are the start of the file, up to where the header ends.
 *
 * @throws SafetensorsError if it breaks a rule of the format
 */
export function parseHeader(bytes: Uint8Array, fileLength: number): Header {
  let tensor: string | undefined
  const errorAt: ErrorAt = (problem, offset) => new SafetensorsError(problem, { offset, tensor })
  const reader = jsonReader(bytes, PREFIX_LENGTH, errorAt)
  const entries = new Map<string, SafetensorsEntry>()
  let metadata = new Map<string, string>()
  reader.object((key) => {
    tensor = key === METADATA_KEY ? undefined : key
    if (tensor === undefined) metadata = reader.object(reader.string)
    else entries.set(tensor, readEntry(reader, bytes.length, fileLength, errorAt))
  })
  tensor = undefined
  reader.end()
  return { entries: inOrder(entries, bytes.length, fileLength), metadata }
}

function readEntry(
  reader: JsonReader,
  dataBegin: number,
  fileLength: number,
  errorAt: ErrorAt,
): SafetensorsEntry {
  const offset = reader.position()
  const { dtype, shape, offsets } = readFields(reader, errorAt)
  if (!dtype || !shape || offsets?.length !== 2)
    throw errorAt('needs a dtype, a shape and two data_offsets', offset)
  const [begin = 0, end = 0] = offsets
  if (begin > end || end > fileLength - dataBegin)
    throw errorAt(`has no bytes ${begin} to ${end} after its header`, offset)
  const length = byteLengthOf(dtype, shape)
  if (length !== end - begin)
    throw errorAt(
      `needs ${length ?? 'an impossible number of'} bytes for ${dtype} [${shape.slice(0, 8)}], not ${end - begin}`,
      offset,
    )
  return { dtype, shape, begin: dataBegin + begin, end: dataBegin + end }
}

interface Fields {
  dtype?: SafetensorsDtype
  shape?: number[]
  offsets?: number[]
}

function readFields(reader: JsonReader, errorAt: ErrorAt): Fields {
  const fields: Fields = {}
  reader.object((key) => {
    const offset = reader.position()
    if (key === 'dtype') fields.dtype = readDtype(reader, errorAt)
    else if (key === 'shape') fields.shape = reader.array(reader.integer)
    else if (key === 'data_offsets') fields.offsets = reader.array(reader.integer)
    else throw errorAt(`has an unknown key ${quoted(key)}`, offset)
  })
  return fields
}

function readDtype(reader: JsonReader, errorAt: ErrorAt): SafetensorsDtype {
  const offset = reader.position()
  const name = reader.string()
  if (isDtype(name)) return name
  throw errorAt(`has an unknown dtype ${quoted(name)}`, offset)
}

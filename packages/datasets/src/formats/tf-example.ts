/** Decodes `tf.train.Example`, the message that TFRecord files usually hold. */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { DataError } from '../data-error.ts'
import { corrupt } from '../files/file-errors.ts'

/** The values of one feature, of whichever kind. */
type TfFeature =
  | { readonly bytes: readonly Uint8Array[] }
  | { readonly floats: Float32Array }
  | { readonly integers: BigInt64Array }

export interface TfExample {
  readonly features: ReadonlyMap<string, TfFeature>
  /** The one byte string of a feature. @throws DataError if it has not exactly one */
  bytes(name: string): Uint8Array
  /** The one integer of a feature. @throws DataError if it has not exactly one, or it exceeds 2⁵³ − 1 */
  integer(name: string): number
}

/**
 * @param origin where the message comes from, for errors
 * @throws DataError if it is not an Example, or has a feature twice
 * @see https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/example/feature.proto
 */
export function decodeTfExample(
  message: Uint8Array,
  origin: { readonly file: string; readonly record: number },
): TfExample {
  const { file, record } = origin
  const features = decodeFeatures(message, origin)
  const one = <T>(name: string, values: ArrayLike<T> = [], kind = ''): T => {
    if (values.length === 1) return values[0] as T
    throw corrupt(
      file,
      `has ${values.length} ${kind} instead of one under "${name}" in record ${record}, which has ` +
        (features.size === 0 ? 'no features' : [...features.keys()].join(', ')),
    )
  }
  return {
    features,
    bytes(name) {
      const feature = features.get(name)
      return one(name, feature && 'bytes' in feature ? feature.bytes : [], 'byte strings')
    },
    integer(name) {
      const feature = features.get(name)
      const values = feature && 'integers' in feature ? feature.integers : []
      const value = Number(one<bigint>(name, values, 'integers'))
      if (Number.isSafeInteger(value)) return value
      throw corrupt(file, `gives ${name} as ${value} in record ${record}`)
    },
  }
}

function decodeFeatures(
  message: Uint8Array,
  { file, record }: { readonly file: string; readonly record: number },
): Map<string, TfFeature> {
  const features = new Map<string, TfFeature>()
  try {
    for (const map of fields(message))
      for (const entry of fields(map.bytes)) {
        const [name, feature] = decodeEntry(entry.bytes)
        if (features.has(name)) throw new Error(`it has "${name}" twice`)
        features.set(name, feature)
      }
  } catch (cause) {
    const { message } = cause as Error
    throw cause instanceof DataError
      ? cause
      : corrupt(file, `holds no tf.train.Example in record ${record} (${message})`, cause)
  }
  return features
}

/** An entry of the map from names to features: 1 is the key, 2 the value. */
function decodeEntry(entry: Uint8Array): [string, TfFeature] {
  const [name, feature] = [only(entry, 1), only(entry, 2)]
  const text = new TextDecoder('utf-8', { fatal: true }).decode(name)
  const [list, another] = fields(feature, [1, 2, 3])
  if (another) throw new Error(`"${text}" has more than one list of values`)
  // A feature without a list has no values of any kind.
  if (!list) return [text, { bytes: [] }]
  return [text, decodeList(list.number, list.bytes)]
}

function decodeList(kind: number, list: Uint8Array): TfFeature {
  if (kind === 1) return { bytes: fields(list).map(({ bytes }) => bytes) }
  if (kind === 2) return { floats: Float32Array.from(scalars(list, WireType.Bit32, readFloat)) }
  return { integers: BigInt64Array.from(scalars(list, WireType.Varint, readInteger)) }
}

const readFloat = (reader: BinaryReader) => reader.float()
const readInteger = (reader: BinaryReader) => BigInt(reader.int64())

/** The values of a list of numbers: packed in a byte string, as TensorFlow writes them, or one by one. */
function scalars<T>(list: Uint8Array, single: WireType, read: (reader: BinaryReader) => T): T[] {
  const values: T[] = []
  const reader = new BinaryReader(list)
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag()
    if (number !== 1) reader.skip(type, number)
    else if (type === single) values.push(read(reader))
    else for (const value of unpacked(reader, type, read)) values.push(value)
  }
  return values
}

function* unpacked<T>(
  reader: BinaryReader,
  type: WireType,
  read: (reader: BinaryReader) => T,
): Generator<T> {
  if (type !== WireType.LengthDelimited) throw new Error(`wire type ${type} in a list of numbers`)
  const packed = new BinaryReader(reader.bytes())
  while (packed.pos < packed.len) yield read(packed)
}

function only(message: Uint8Array, number: number): Uint8Array {
  const [field, another] = fields(message, [number])
  if (another) throw new Error(`it has field ${number} of a feature twice`)
  // Protocol buffers leave out what is empty.
  return field?.bytes ?? new Uint8Array()
}

/** The byte strings of the fields with `numbers`; others are skipped, as newer versions may have more. */
function fields(
  message: Uint8Array,
  numbers: readonly number[] = [1],
): { readonly number: number; readonly bytes: Uint8Array }[] {
  const found: { number: number; bytes: Uint8Array }[] = []
  const reader = new BinaryReader(message)
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag()
    if (!numbers.includes(number)) reader.skip(type, number)
    else if (type === WireType.LengthDelimited) found.push({ number, bytes: reader.bytes() })
    else throw new Error(`wire type ${type} where a byte string belongs`)
  }
  return found
}

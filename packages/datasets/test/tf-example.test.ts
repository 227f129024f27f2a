import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fuzzCount } from '../../../test/fuzz-count.ts'
import { DataError } from '../src/data-error.ts'
import { decodeTfExample, type TfExample } from '../src/formats/tf-example.ts'
import { openTfRecords } from '../src/formats/tfrecord.ts'
import { golden } from './medical.ts'
import { mutants } from './mutants.ts'

const origin = { file: 'some.tfrecord', record: 5 }
const records = await openTfRecords(join(import.meta.dirname, 'fixtures/tfrecord/kinds.tfrecord'))
const [packed, single, none] = await Promise.all([0, 1, 2].map((i) => records.record(i)))
await records.close()
const decode = (message: Uint8Array = new Uint8Array()) => decodeTfExample(message, origin)

/** A field of protocol buffers with a byte string shorter than 128. */
function field(number: number, ...content: (number | Uint8Array)[]): Uint8Array {
  const bytes = Buffer.concat(content.map((c) => (typeof c === 'number' ? Uint8Array.of(c) : c)))
  return Uint8Array.of(8 * number + 2, bytes.length, ...bytes)
}
const name = (text: string) => field(1, Buffer.from(text))
const example = (...entries: Uint8Array[]) => field(1, ...entries)
const one = field(1, name('x'), field(2, field(3, 8, 1)))

describe('decodeTfExample', () => {
  test('decodes all kinds as TensorFlow packs them', () => {
    const { features } = decode(packed)
    expect(features.size).toBe(4)
    const texts = features.get('texts') as { bytes: Uint8Array[] }
    expect(texts.bytes.map((b) => Buffer.from(b).toString())).toEqual(golden.tfrecord.texts)
    expect(features.get('floats')).toEqual({ floats: Float32Array.from(golden.tfrecord.floats) })
    const integers = golden.tfrecord.integers.map(BigInt)
    expect(features.get('integers')).toEqual({ integers: BigInt64Array.from(integers) })
    expect(features.get('none')).toEqual({ integers: new BigInt64Array() })
  })

  test('decodes numbers one by one', () => {
    const { features } = decode(single)
    expect(features.get('integers')).toEqual({ integers: BigInt64Array.of(7n, 300n, -1n) })
    expect(features.get('floats')).toEqual({ floats: Float32Array.of(1.5, -1) })
    expect(features.get('unset')).toEqual({ bytes: [] })
    expect(decode(none).features.size).toBe(0)
  })

  test('gives a single value', () => {
    const text = field(1, name('t'), field(2, field(1, name('abc'))))
    const found = decode(example(one, text))
    expect(found.integer('x')).toBe(1)
    expect(Buffer.from(found.bytes('t')).toString()).toBe('abc')
  })

  test.each<[string, (all: TfExample) => unknown, RegExp]>([
    [
      'none',
      (all) => all.bytes('image'),
      /some\.tfrecord: has 0 byte strings instead of one under "image" in record 5, which has floats, integers, none, texts\./,
    ],
    ['several', (all) => all.bytes('texts'), /has 3 byte strings instead of one under "texts"/],
    [
      'another kind',
      (all) => all.integer('floats'),
      /has 0 integers instead of one under "floats"/,
    ],
  ])('says that there are %s', (_, read, problem) => {
    expect(() => read(decode(packed))).toThrow(DataError)
    expect(() => read(decode(packed))).toThrow(problem)
  })

  test('refuses an integer that a number cannot hold', () => {
    const large = field(3, 8, ...Array(8).fill(0xff), 0x7f)
    const found = decode(example(field(1, name('x'), field(2, large))))
    expect(() => found.integer('x')).toThrow(/gives x as 9223372036854776000 in record 5/)
  })

  test.each([
    ['text', Buffer.from('hello'), /no tf\.train\.Example in record 5/],
    ['an end inside', packed?.slice(0, 50), /premature EOF/],
    ['a feature twice', example(one, one), /has "x" twice/],
    [
      'two lists',
      example(field(1, name('x'), field(2, field(3, 8, 1), field(2)))),
      /"x" has more than one list/,
    ],
    ['two names', example(field(1, name('x'), name('y'))), /field 1 of a feature twice/],
    ['a name that is no text', example(field(1, field(1, 0xff))), /not valid/],
    [
      'floats of 3 bytes',
      example(field(1, name('x'), field(2, field(2, field(1, 1, 2, 3))))),
      /bounds/,
    ],
    ['a number for a feature', Uint8Array.of(8, 1), /wire type 0 where a byte string belongs/],
    [
      'a number of another width',
      example(field(1, name('x'), field(2, field(3, 9, ...Array(8).fill(0))))),
      /wire type 1 in a list/,
    ],
  ])('refuses %s', (_, message, problem) => {
    expect(() => decode(message)).toThrow(DataError)
    expect(() => decode(message)).toThrow(problem)
  })

  test('skips fields that newer versions may have', () => {
    expect(decode(Buffer.concat([example(one, field(7, 1, 2)), field(9, 3)])).integer('x')).toBe(1)
  })

  test.each([
    ['packed', packed],
    ['single', single],
  ])('decodes or refuses damaged messages: %s', (_, message = new Uint8Array()) => {
    let decoded = 0
    for (const mutant of mutants(new Uint8Array(message), fuzzCount(2000), 2))
      try {
        const { features } = decode(mutant)
        decoded++
        for (const feature of features.values()) {
          const [values] = Object.values(feature)
          // No value takes less than a byte of the message.
          expect(values.length).toBeLessThanOrEqual(mutant.length)
        }
      } catch (error) {
        expect(error).toBeInstanceOf(DataError)
      }
    expect(decoded).toBeGreaterThan(fuzzCount(20))
    expect(decoded).toBeLessThan(1900)
  })
})

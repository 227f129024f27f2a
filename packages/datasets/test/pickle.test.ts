import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fuzzCount } from '../../../test/fuzz-count.ts'
import { DataError } from '../src/data-error.ts'
import { type PickleValue, unpickle } from '../src/formats/pickle.ts'
import { fixture, readOrRefuse } from './fixtures.ts'
import { mutants } from './mutants.ts'

const batch = readFileSync(fixture('cifar', 'cifar-10-batches-py', 'data_batch_1'))

function pickle(...pieces: (string | number[])[]): Buffer {
  return Buffer.concat(
    pieces.map((piece) =>
      typeof piece === 'string' ? Buffer.from(piece, 'latin1') : Buffer.from(piece),
    ),
  )
}

const ARRAY = 'cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R'
const TYPE = 'cnumpy\ndtype\nU\x02u1K\x00K\x01\x87R'

describe('unpickle', () => {
  test('reads what Python 2 wrote', () => {
    const content = unpickle(batch, 'batch') as Map<string, PickleValue>
    expect([...content.keys()].sort()).toEqual(['batch_label', 'data', 'filenames', 'labels'])
    expect(content.get('labels')).toEqual([6, 9])
    expect(content.get('batch_label')).toEqual(Buffer.from('training batch 1 of 5'))
    expect(content.get('data')).toMatchObject({ shape: [2, 3072], columnMajor: false })
  })

  test.each<[string, PickleValue]>([
    ['K\x05.', 5],
    ['M\x10\x27.', 10_000],
    ['J\xff\xff\xff\xff.', -1],
    ['N.', null],
    ['\x80\x02\x88.', true],
    ['\x89.', false],
    ['(K\x01(K\x02tt.', [1, [2]]],
    ['K\x01K\x02\x86.', [1, 2]],
    [']K\x01a(K\x02K\x03e.', [1, 2, 3]],
    [
      '}U\x01aNs(U\x01bK\x01U\x01c)u.',
      new Map<string, PickleValue>([
        ['a', null],
        ['b', 1],
        ['c', []],
      ]),
    ],
    ['T\x02\x00\x00\x00\xe9\x00.', Buffer.from([0xe9, 0])],
    ['(K\x07q\x05h\x05r\x00\x01\x00\x00j\x00\x01\x00\x00t.', [7, 7, 7]],
    [
      `${ARRAY}(K\x01K\x01K\x02\x86${TYPE}\x88U\x02abtb.`,
      { kind: 'array', shape: [1, 2], columnMajor: true, data: Buffer.from('ab') },
    ],
  ])('reads %j', (text, value) => {
    expect(unpickle(pickle(text), 'x')).toEqual(value)
  })

  test.each([
    ['code', 'cos\nsystem\nU\x04trueq\x01\x85R.', /asks to run "os\.system" \(byte 0\)/],
    [
      'code at the second place',
      'Nc__builtin__\neval\n.',
      /asks to run "__builtin__\.eval".*\(byte 1\)/,
    ],
    ["Python 3's strings", 'c_codecs\nencode\n.', /"_codecs\.encode"/],
    ['other parts of numpy', 'cnumpy\nload\n.', /"numpy\.load"/],
    ['objects', '(i__main__\nThing\n.', /an opcode 0x69 \(byte 1\)/],
    ['a later protocol', '\x80\x04N.', /protocol 4, not 2 \(byte 0\)/],
    [
      'an array of floats',
      'cnumpy\ndtype\nU\x02f8K\x00K\x01\x87R.',
      /something else than an array/,
    ],
    ['a call of a number', 'K\x01)R.', /something else than an array/],
    ['another class', 'cnumpy\ndtype\nU\x02u1\x85Rcnumpy\ndtype\n\x85R.', /something else than/],
    ['a wrong size', `${ARRAY}(K\x01K\x03\x85${TYPE}\x89U\x02abtb.`, /fills an array/],
    [
      'a size of 2⁶²',
      `${ARRAY}(K\x01(J\xff\xff\xff\x7fJ\xff\xff\xff\x7ft${TYPE}\x89U\x02abtb.`,
      /fills an array/,
    ],
    ['state for a number', 'K\x01)b.', /fills an array/],
    ['an unknown item', 'h\x01.', /recalls item 1/],
    ['an empty stack', '.', /takes an item/],
    ['no mark', 'K\x01t.', /lacks a mark/],
    ['a mark as an item', '(\x85.', /takes an item/],
    ['memory of nothing', 'q\x01.', /remembers an item/],
    ['items of a number', 'K\x01K\x01K\x01s.', /sets items of something else/],
    ['half an item', '}(K\x01u.', /sets items/],
    ['a number as key', '}K\x01K\x01s.', /a key that is no string/],
    ['appending to a number', 'K\x01K\x01a.', /appends to something else/],
    ['leftovers', 'K\x01K\x01.', /left over/],
    ['more after the end', 'N.N', /goes on after its end/],
    ['a string cut short', 'T\x05\x00\x00\x00ab', /ends at byte 7, inside what starts at byte 0/],
    ['a string of negative size', 'T\xff\xff\xff\xffab.', /ends at byte/],
    ['a name cut short', 'cos', /ends at byte 3/],
    ['nothing', '', /ends at byte 0/],
  ])('refuses %s', (_, text, problem) => {
    const read = () => unpickle(pickle(text), 'some/file')
    expect(read).toThrow(DataError)
    expect(read).toThrow(problem)
    expect(read).toThrow(/^some\/file: .*\. Get the file again from its source\.$/)
  })

  test('makes a bounded number of items', () => {
    const many = Buffer.alloc(3 * 2 ** 20, ']')
    expect(() => unpickle(many, 'x')).toThrow(/has more than 1048576 items \(byte 1048576\)/)
    const recalled = pickle(
      'U\x01ar\x00\x00\x00\x00',
      Array(2 ** 21)
        .fill([0x68, 0])
        .flat(),
    )
    expect(() => unpickle(recalled, 'x')).toThrow(/has more than 1048576 items/)
  })

  test('gives a value or a DataError for any damaged file', async () => {
    let read = 0
    for (const mutant of mutants(batch, fuzzCount(3000), 3)) {
      const value = await readOrRefuse(() => unpickle(Buffer.from(mutant), 'mutant'))
      const data = value instanceof Map ? value.get('data') : undefined
      if (typeof data !== 'object' || data === null || !('kind' in data)) continue
      read++
      expect(data.data.length).toBe(data.shape.reduce((product, n) => product * n, 1))
      // Small buffers are parts of a pool, of 64 KiB from Node 24 on.
      expect(data.data.buffer.byteLength).toBeLessThanOrEqual(2 ** 16)
    }
    expect(read).toBeGreaterThan(fuzzCount(300))
  })
})

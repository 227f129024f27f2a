import { expect, test } from 'vitest'
import { openSafetensors, readSafetensors, SafetensorsError } from '../src/index.ts'
import { fileOf } from './files.ts'

const info = (shape: string, offsets: string, dtype = '"U8"') =>
  `{"dtype":${dtype},"shape":${shape},"data_offsets":${offsets}}`
const one = (shape: string, offsets: string, dtype?: string) =>
  `{"w":${info(shape, offsets, dtype)}}`
const two = (a: string, b: string) => `{"a":${info('[4]', a)},"b":${info('[4]', b)}}`
const IN_W = 8 + '{"w":'.length

interface Attack {
  readonly file: Uint8Array
  readonly problem: RegExp
  readonly tensor?: string
  readonly offset: number
}

const attacks: Record<string, Attack> = {
  'an empty file': { file: new Uint8Array(), problem: /has 0 bytes, too few/, offset: 0 },
  'a file of 7 bytes': { file: new Uint8Array(7), problem: /has 7 bytes, too few/, offset: 0 },
  'a header beyond the end': {
    file: fileOf('{}', 0, 3n),
    problem: /a header of 3 bytes, which goes beyond the end/,
    offset: 0,
  },
  'a header of more than 100 MB': {
    file: fileOf('{}', 0, 100_000_001n),
    problem: /a header of 100000001 bytes, more than 100000000/,
    offset: 0,
  },
  'a header of 2⁶⁴ − 1 bytes': {
    file: fileOf('{}', 0, 2n ** 64n - 1n),
    problem: /a header of 18446744073709551615 bytes/,
    offset: 0,
  },
  'a header of no bytes': { file: fileOf(''), problem: /\{ is missing/, offset: 8 },
  'a header that is no object': { file: fileOf('[]'), problem: /\{ is missing/, offset: 8 },
  'a header cut short': {
    file: fileOf('{"w":'),
    problem: /\{ is missing/,
    tensor: 'w',
    offset: 13,
  },
  'a string without end': { file: fileOf('{"w'), problem: /" is missing/, offset: 11 },
  'an escape at the end': { file: fileOf('{"w\\'), problem: /" is missing/, offset: 12 },
  'text after the object': { file: fileOf('{}  x'), problem: /more in its header/, offset: 12 },
  'zeros after the object': { file: fileOf('{}\0'), problem: /more in its header/, offset: 10 },
  'a comma too many': {
    file: fileOf('{"w":{},}'),
    problem: /needs a dtype/,
    tensor: 'w',
    offset: 13,
  },
  'brackets without end': {
    file: fileOf(`{"w":${'['.repeat(1e6)}`),
    problem: /\{ is missing/,
    tensor: 'w',
    offset: IN_W,
  },
  'bytes that are not UTF-8': {
    file: fileOf(Buffer.from('{"\xff":1}', 'latin1')),
    problem: /not UTF-8/,
    offset: 9,
  },
  'half a character': { file: fileOf('{"\\ud800":1}'), problem: /half a character/, offset: 9 },
  'a line break in a string': {
    file: fileOf('{"\n":1}'),
    problem: /string that is not JSON/,
    offset: 9,
  },
  'a name twice': {
    file: fileOf(`{"w":${info('[0]', '[0,0]')},"w":${info('[0]', '[0,0]')}}`),
    problem: /the key "w" twice/,
    tensor: 'w',
    offset: 61,
  },
  'a name twice, once in escapes': {
    file: fileOf(`{"w":${info('[0]', '[0,0]')},"\\u0077":${info('[0]', '[0,0]')}}`),
    problem: /the key "w" twice/,
    tensor: 'w',
    offset: 61,
  },
  'a field twice': {
    file: fileOf('{"w":{"shape":[1],"shape":[1]}}'),
    problem: /the key "shape" twice/,
    tensor: 'w',
    offset: 26,
  },
  'metadata twice': {
    file: fileOf('{"__metadata__":{},"__metadata__":{}}'),
    problem: /the key "__metadata__" twice/,
    offset: 27,
  },
  'metadata that are no text': {
    file: fileOf('{"__metadata__":{"a":1}}'),
    problem: /" is missing/,
    offset: 29,
  },
  'a tensor as metadata': {
    file: fileOf(`{"__metadata__":${info('[0]', '[0,0]')}}`),
    problem: /" is missing/,
    offset: 46,
  },
  'an unknown field': {
    file: fileOf('{"w":{"__proto__":{}}}'),
    problem: /unknown key "__proto__"/,
    tensor: 'w',
    offset: 26,
  },
  'an unknown dtype': {
    file: fileOf(one('[1]', '[0,1]', '"constructor"'), 1),
    problem: /unknown dtype "constructor"/,
    tensor: 'w',
    offset: 22,
  },
  'a dtype that is no text': {
    file: fileOf(one('[1]', '[0,1]', '8'), 1),
    problem: /" is missing/,
    tensor: 'w',
    offset: 22,
  },
  'an offset below 0': {
    file: fileOf(one('[1]', '[-1,0]'), 1),
    problem: /no integer/,
    tensor: 'w',
    offset: 55,
  },
  'an offset with a fraction': {
    file: fileOf(one('[1]', '[0.5,1.5]'), 1),
    problem: /no integer/,
    tensor: 'w',
    offset: 55,
  },
  'an offset that is no safe integer': {
    file: fileOf(one('[1]', '[9007199254740992,9007199254740993]'), 1),
    problem: /no integer/,
    tensor: 'w',
    offset: 55,
  },
  'an offset of 1 MB of digits': {
    file: fileOf(one('[1]', `[${'9'.repeat(1e6)},1]`), 1),
    problem: /no integer/,
    tensor: 'w',
    offset: 55,
  },
  'a third offset': {
    file: fileOf(one('[1]', '[0,1,1]'), 1),
    problem: /two data_offsets/,
    tensor: 'w',
    offset: IN_W,
  },
  'offsets in the wrong order': {
    file: fileOf(one('[1]', '[1,0]'), 1),
    problem: /no bytes 1 to 0/,
    tensor: 'w',
    offset: IN_W,
  },
  'data beyond the end': {
    file: fileOf(one('[9007199254740000]', '[0,9007199254740000]'), 1),
    problem: /no bytes 0 to 9007199254740000/,
    tensor: 'w',
    offset: IN_W,
  },
  'data cut short': {
    file: fileOf(one('[4]', '[0,4]'), 3),
    problem: /no bytes 0 to 4/,
    tensor: 'w',
    offset: IN_W,
  },
  'a shape with more than its data': {
    file: fileOf(one('[2,2]', '[0,4]', '"F32"'), 4),
    problem: /needs 16 bytes for F32 \[2,2\], not 4/,
    tensor: 'w',
    offset: IN_W,
  },
  'a shape with less than its data': {
    file: fileOf(one('[]', '[0,4]'), 4),
    problem: /needs 1 bytes for U8 \[\], not 4/,
    tensor: 'w',
    offset: IN_W,
  },
  'a shape whose product wraps to that of its data at 2⁶⁴': {
    file: fileOf(one('[4294967296,4294967296,1]', '[0,0]')),
    problem: /an impossible number of bytes/,
    tensor: 'w',
    offset: IN_W,
  },
  'a shape whose product is infinite': {
    file: fileOf(one(`[${'9007199254740991,'.repeat(30)}0]`, '[0,0]')),
    problem: /an impossible number of bytes for U8 \[9007199254740991,/,
    tensor: 'w',
    offset: IN_W,
  },
  'numbers that end inside a byte': {
    file: fileOf(one('[3]', '[0,1]', '"F4"'), 1),
    problem: /an impossible number of bytes for F4 \[3\]/,
    tensor: 'w',
    offset: IN_W,
  },
  'tensors that overlap': {
    file: fileOf(two('[0,4]', '[2,6]'), 6),
    problem: /shares bytes/,
    tensor: 'b',
    offset: 8 + two('[0,4]', '[2,6]').length + 2,
  },
  'tensors in the same place': {
    file: fileOf(two('[0,4]', '[0,4]'), 4),
    problem: /shares bytes/,
    tensor: 'b',
    offset: 8 + two('[0,4]', '[0,4]').length,
  },
  'a hole between tensors': {
    file: fileOf(two('[5,9]', '[0,4]'), 9),
    problem: /before a tensor that belong to none/,
    tensor: 'a',
    offset: 8 + two('[5,9]', '[0,4]').length + 4,
  },
  'a hole before the first tensor': {
    file: fileOf(one('[1]', '[1,2]'), 2),
    problem: /before a tensor that belong to none/,
    tensor: 'w',
    offset: 8 + one('[1]', '[1,2]').length,
  },
  'bytes after the last tensor': {
    file: fileOf(one('[1]', '[0,1]'), 2),
    problem: /goes on after its last tensor/,
    offset: 8 + one('[1]', '[0,1]').length + 1,
  },
  'bytes without a tensor': { file: fileOf('{}', 1), problem: /goes on after/, offset: 10 },
}

test.each(Object.entries(attacks))('refuses %s', async (_, { file, problem, tensor, offset }) => {
  const before = process.memoryUsage().arrayBuffers
  const refused = expect.objectContaining({
    message: expect.stringMatching(problem),
    offset,
    tensor,
  })
  expect(errorOf(() => readSafetensors(file))).toEqual(refused)
  const source = {
    byteLength: file.length,
    read: async (begin: number, end: number) => file.subarray(begin, end),
  }
  const error = await openSafetensors(source).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(SafetensorsError)
  expect(error).toEqual(refused)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 21)
})

test('names of objects in JavaScript are names like others', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
  const header = `{${names.map((name, i) => `"${name}":${info('[1]', `[${i},${i + 1}]`)}`)}}`
  const { tensors } = readSafetensors(fileOf(header, 4))
  expect([...tensors.keys()]).toEqual(names)
  const metadata = readSafetensors(fileOf('{"__metadata__":{"__proto__":"polluted"}}')).metadata
  expect([...metadata]).toEqual([['__proto__', 'polluted']])
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test('reads a header of many small pieces in time that grows with its length', () => {
  const header = (count: number) =>
    `{${Array.from({ length: count }, (_, i) => `"${i}":${info('[0]', '[0,0]')}`)}}`
  const files = [1e4, 4e4].map((count) => fileOf(header(count)))
  const [few = 0, many = 0] = files.map((file) => Math.min(...[1, 2, 3].map(() => timeOf(file))))
  // 4 times the work; a quadratic reader would need 16 times as long.
  expect(many / few).toBeLessThan(11)
})

/** Milliseconds for reading `file`. */
function timeOf(file: Uint8Array): number {
  const start = performance.now()
  readSafetensors(file)
  return performance.now() - start
}

function errorOf(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    expect(error).toBeInstanceOf(SafetensorsError)
    return error
  }
  return undefined
}

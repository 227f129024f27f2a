import { DataError } from '@deepauc/datasets'
import { RecipeError } from '@deepauc/experiments'
import { CheckpointError, DivergedError } from '@deepauc/trainer'
import { expect, test } from 'vitest'
import { describeError, exitCodeOf } from '../src/exit-code.ts'
import { InterruptedError } from '../src/interrupt-signal.ts'

const caught = (f: () => unknown): unknown => {
  try {
    f()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
const system = (code: string) => Object.assign(new Error(code), { code })
const endless = (): number => 1 + endless()

test.each<[string, unknown, number]>([
  ['a bad argument', new RangeError('imratio must be in (0, 0.5]'), 2],
  ['a bad recipe', new RecipeError([{ source: 'a.yaml', path: [], message: 'is empty' }]), 2],
  ['bad data', new DataError('is empty', { file: 'x', remedy: 'Get it' }), 3],
  ['divergence', new DivergedError(3, { indices: [[1]] }), 4],
  ['a full disk', system('ENOSPC'), 5],
  ['a quota', system('EDQUOT'), 5],
  ['a read-only disk', system('EROFS'), 5],
  ['a forbidden folder', system('EACCES'), 5],
  [
    'data that a full disk has spoiled',
    new DataError('is short', { remedy: 'Make room', cause: system('ENOSPC') }),
    5,
  ],
  [
    'data that may not be read',
    new DataError('cannot be read', { remedy: 'Ask', cause: system('EACCES') }),
    3,
  ],
  ['an unsaved checkpoint', new CheckpointError('no', { folder: 'f', cause: system('EIO') }), 5],
  ['damaged checkpoints', new CheckpointError('none is whole', { folder: 'f' }), 3],
  ['SIGINT', new InterruptedError('', 'SIGINT'), 130],
  ['SIGTERM', new InterruptedError('', 'SIGTERM'), 143],
  ['SIGUSR2', new InterruptedError('', 'SIGUSR2'), 75],
  ['a fault: a type', caught(() => (undefined as unknown as object).toString()), 1],
  ['a fault: a length', caught(() => new Array(-1)), 1],
  ['a fault: a typed length', caught(() => new Float32Array(-1)), 1],
  ['a fault: recursion', caught(endless), 1],
  ['a fault: digits', caught(() => (1).toFixed(101)), 1],
  ['a fault: an offset', caught(() => new Uint8Array(1).set([1, 2])), 1],
  ["a fault: an argument of Node's", caught(() => Buffer.alloc(1).readInt8(5)), 1],
  ['what is no error', 'oh', 1],
])('%s', (_, error, code) => {
  expect(exitCodeOf(error)).toBe(code)
})

test('unexpected errors say where to look, others do not', () => {
  const fault = new TypeError('x is undefined')
  expect(describeError(fault, [])).toMatch(/error:.* x is undefined\n--debug shows/)
  expect(describeError(fault, ['--debug'])).toBe(fault.stack)
  expect(describeError(new RangeError('too large'), [])).toMatch(/error:.* too large$/)
})

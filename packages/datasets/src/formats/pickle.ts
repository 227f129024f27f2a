/** Reads pickles of plain data and of NumPy arrays, as Python 2 wrote them; runs no code. */
import { corrupt } from '../files/file-errors.ts'
import { build, call, findGlobal, type NumpyItem, type PickledArray } from './pickle-numpy.ts'

/** Strings of Python 2 are bytes; tuples and lists are arrays. Strings and arrays are views of the pickle. */
export type PickleValue =
  | null
  | boolean
  | number
  | Uint8Array
  | PickleValue[]
  | Map<string, PickleValue>
  | PickledArray

type Item = PickleValue | NumpyItem | typeof MARK

interface Machine {
  readonly bytes: Buffer
  readonly file: string
  readonly stack: Item[]
  readonly memo: Map<number, Item>
  /** The next byte, and the byte of the present opcode. */
  at: number
  start: number
  /** How many items were put on the stack: what bounds the memory that is used. */
  pushed: number
}

const MARK: unique symbol = Symbol('mark')
const MAX_ITEMS = 2 ** 20

/**
 * The value in a pickle of protocol 2. Only the opcodes that CIFAR's files need are known, and only the three globals
 * that rebuild a NumPy array of unsigned bytes; at most 2²⁰ items are made, and no bytes are copied.
 *
 * @throws DataError that names the byte, if the pickle asks for code to run, is cut short or otherwise not such a pickle
 * @see https://docs.python.org/3/library/pickletools.html
 */
export function unpickle(bytes: Buffer, file: string): PickleValue {
  const machine: Machine = { bytes, file, stack: [], memo: new Map(), at: 0, start: 0, pushed: 0 }
  for (;;) {
    machine.start = machine.at
    const opcode = take(machine, 1).toString('latin1')
    if (opcode === '.') return finish(machine)
    const run = OPCODES[opcode]
    if (!run) throw invalid(machine, `has an opcode 0x${opcode.charCodeAt(0).toString(16)}`)
    run(machine)
  }
}

const OPCODES: Readonly<Record<string, (machine: Machine) => void>> = {
  '\x80': checkProtocol,
  '}': (machine) => push(machine, new Map()),
  ']': (machine) => push(machine, []),
  ')': (machine) => push(machine, []),
  '(': (machine) => push(machine, MARK),
  N: (machine) => push(machine, null),
  '\x88': (machine) => push(machine, true),
  '\x89': (machine) => push(machine, false),
  K: (machine) => push(machine, take(machine, 1).readUInt8()),
  M: (machine) => push(machine, take(machine, 2).readUInt16LE()),
  J: (machine) => push(machine, take(machine, 4).readInt32LE()),
  U: (machine) => push(machine, take(machine, take(machine, 1).readUInt8())),
  T: (machine) => push(machine, take(machine, take(machine, 4).readInt32LE())),
  q: (machine) => remember(machine, take(machine, 1).readUInt8()),
  r: (machine) => remember(machine, take(machine, 4).readUInt32LE()),
  h: (machine) => recall(machine, take(machine, 1).readUInt8()),
  j: (machine) => recall(machine, take(machine, 4).readUInt32LE()),
  a: (machine) => append(machine, [pop(machine)]),
  e: (machine) => append(machine, popToMark(machine)),
  s: (machine) => setItems(machine, popMany(machine, 2)),
  u: (machine) => setItems(machine, popToMark(machine)),
  t: (machine) => push(machine, popToMark(machine)),
  '\x85': (machine) => push(machine, popMany(machine, 1)),
  '\x86': (machine) => push(machine, popMany(machine, 2)),
  '\x87': (machine) => push(machine, popMany(machine, 3)),
  c: pushGlobal,
  R: reduce,
  b: setState,
}

function checkProtocol(machine: Machine): void {
  const protocol = take(machine, 1).readUInt8()
  if (protocol > 2) throw invalid(machine, `is of protocol ${protocol}, not 2`)
}

function pushGlobal(machine: Machine): void {
  const name = `${line(machine)}.${line(machine)}`
  const found = findGlobal(name)
  if (!found) throw invalid(machine, `asks to run ${JSON.stringify(name)}`)
  push(machine, found)
}

function reduce(machine: Machine): void {
  const values = pop(machine)
  const result = call(pop(machine), values)
  if (!result) throw invalid(machine, 'makes something else than an array of unsigned bytes')
  push(machine, result)
}

function setState(machine: Machine): void {
  const state = pop(machine)
  if (!build(machine.stack.at(-1), state))
    throw invalid(machine, 'fills an array of unsigned bytes with something else')
}

function append(machine: Machine, items: readonly Item[]): void {
  const list = machine.stack.at(-1)
  if (!Array.isArray(list)) throw invalid(machine, 'appends to something else than a list')
  for (const item of items) list.push(item as PickleValue)
}

function setItems(machine: Machine, items: readonly Item[]): void {
  const dictionary = machine.stack.at(-1)
  if (!(dictionary instanceof Map) || items.length % 2 !== 0)
    throw invalid(machine, 'sets items of something else than a dictionary')
  for (let i = 0; i < items.length; i += 2) {
    const key = items[i]
    if (!Buffer.isBuffer(key)) throw invalid(machine, 'has a key that is no string')
    dictionary.set(key.toString('latin1', 0, 100), items[i + 1] as PickleValue)
  }
}

function push(machine: Machine, item: Item | Item[]): void {
  if (++machine.pushed > MAX_ITEMS) throw invalid(machine, `has more than ${MAX_ITEMS} items`)
  machine.stack.push(item as Item)
}

function pop(machine: Machine): Item {
  const item = machine.stack.pop()
  if (item === undefined || item === MARK) throw invalid(machine, 'takes an item where none is')
  return item
}

function popMany(machine: Machine, count: number): Item[] {
  return Array.from({ length: count }, () => pop(machine)).reverse()
}

function popToMark(machine: Machine): Item[] {
  const mark = machine.stack.lastIndexOf(MARK)
  if (mark < 0) throw invalid(machine, 'lacks a mark')
  return machine.stack.splice(mark).slice(1)
}

function remember(machine: Machine, key: number): void {
  const item = machine.stack.at(-1)
  if (item === undefined || item === MARK) throw invalid(machine, 'remembers an item where none is')
  machine.memo.set(key, item)
}

function recall(machine: Machine, key: number): void {
  const item = machine.memo.get(key)
  if (item === undefined) throw invalid(machine, `recalls item ${key}, which is not known`)
  push(machine, item)
}

function line(machine: Machine): string {
  const end = machine.bytes.indexOf('\n', machine.at)
  const text = take(machine, (end < 0 ? machine.bytes.length : end) - machine.at + 1)
  return text.toString('latin1', 0, Math.min(100, text.length - 1))
}

function take(machine: Machine, length: number): Buffer {
  const { bytes, at } = machine
  if (length < 0 || at + length > bytes.length)
    throw corrupt(
      machine.file,
      `ends at byte ${bytes.length}, inside what starts at byte ${machine.start}`,
    )
  machine.at += length
  return bytes.subarray(at, machine.at)
}

function finish(machine: Machine): PickleValue {
  if (machine.at !== machine.bytes.length) throw invalid(machine, 'goes on after its end')
  const value = pop(machine)
  if (machine.stack.length > 0) throw invalid(machine, 'ends with items left over')
  return value as PickleValue
}

function invalid(machine: Machine, problem: string): Error {
  const place = `byte ${machine.start}`
  return corrupt(machine.file, `${problem} (${place}); it is not a pickle of plain data`)
}

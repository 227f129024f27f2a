import { expect, test } from 'vitest'
import { readThrift } from '../src/formats/thrift-compact.ts'

const read = (...bytes: number[]) => readThrift(Uint8Array.from(bytes), 0)

test('reads numbers, booleans, lists and structs, and passes over text', () => {
  const { struct, end } = read(
    ...[0x15, 0x03], // 1: i32 −2
    ...[0x16, 0xfe, 0xff, 0xff, 0xff, 0x1f], // 2: i64 2³² − 1
    0x11, // 3: true
    ...[0x28, 0x02, 0x68, 0x69], // 5: "hi"
    ...[0x19, 0x25, 0x02, 0x04], // 6: list of i32 1, 2
    ...[0x0c, 0x28, 0x15, 0x06, 0x00], // 20, its number written out: struct of 1: i32 3
    0x00,
    0xff,
  )
  expect(end).toBe(23)
  expect([...struct]).toEqual([
    [1, -2],
    [2, 2n ** 32n - 1n],
    [3, true],
    [5, undefined],
    [6, [1, 2]],
    [20, new Map([[1, 3]])],
  ])
})

test.each([
  ['no end', [0x15, 0x02], /ends at byte 2/],
  ['text longer than the bytes', [0x18, 0x7f, 0x00], /declares 127 bytes at byte 2/],
  ['a list of 2³¹ − 1', [0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07], /declares 2147483647 elements/],
  ['an integer without end', [0x16, ...Array(99).fill(0xff)], /more than 64 bits at byte 11/],
  ['structs within structs', Array(99).fill(0x1c), /nested too deeply/],
  ['lists within lists', [0x19, ...Array(99).fill(0x19)], /nested too deeply/],
  ['a map', [0x1b, 0x00], /has type 11/],
])('refuses %s', (_, bytes, problem) => {
  expect(() => read(...bytes)).toThrow(RangeError)
  expect(() => read(...bytes)).toThrow(problem)
})

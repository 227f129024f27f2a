import { expect, test } from 'vitest'
import { endlessWalk } from '../src/samplers/endless-walk.ts'

const members = Int32Array.of(10, 20, 30, 40, 50)
const key = { seed: 1, purpose: 'walk' }

const walked = (walk: ReturnType<typeof endlessWalk>, start: number, length: number) => {
  const into = new Int32Array(length)
  walk(start, into)
  return [...into]
}

test('every pass shows every member once, each pass in an order of its own', () => {
  const walk = endlessWalk(members, key)
  const passes = Array.from({ length: 30 }, (_, pass) => walked(walk, 5 * pass, 5))
  for (const pass of passes) expect(pass.toSorted((a, b) => a - b)).toEqual([...members])
  expect(new Set(passes.map(String)).size).toBeGreaterThan(20) // of 120 orders
})

test('a longer pass begins its order again until it is full', () => {
  const walk = endlessWalk(members, { ...key, passLength: 12 })
  const [first, second] = [walked(walk, 0, 12), walked(walk, 12, 12)]
  for (const pass of [first, second]) {
    expect(pass.slice(5, 10)).toEqual(pass.slice(0, 5))
    expect(pass.slice(10)).toEqual(pass.slice(0, 2))
  }
  expect(first).not.toEqual(second)
})

test.each([5, 12])('pieces of any length join, with passes of %d', (passLength) => {
  const whole = walked(endlessWalk(members, { ...key, passLength }), 0, 200)
  const walk = endlessWalk(members, { ...key, passLength })
  for (const [start, length] of [
    [3, 150],
    [0, 1],
    [199, 1],
    [11, 13],
    [60, 0],
  ] as const)
    expect(walked(walk, start, length)).toEqual(whole.slice(start, start + length))
})

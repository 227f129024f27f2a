import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { courier } from '../src/log/courier.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})

afterEach(() => {
  vi.useRealTimers()
})

/** A courier whose partner answers as told; `times` are the seconds of the deliveries. */
function meet(answers: readonly ('ok' | 'away' | 'no')[]) {
  const times: number[] = []
  const deliver = async () => {
    times.push(Math.round(performance.now() / 1000))
    const answer = answers[times.length - 1] ?? 'ok'
    if (answer !== 'ok') throw new Error(answer)
  }
  const isTransient = (error: unknown) => (error as Error).message === 'away'
  vi.setSystemTime(0)
  return { times, ...courier(deliver, { seconds: 5, isTransient }) }
}

test('delivers once for all that came within its time', async () => {
  const start = Math.round(performance.now() / 1000)
  const { wake, times } = meet([])
  wake()
  await vi.advanceTimersByTimeAsync(2000)
  wake()
  await vi.advanceTimersByTimeAsync(60_000)
  wake()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(times.map((time) => time - start)).toEqual([5, 67])
})

test('tries again after twice the time, at most a minute, and forgets that when it succeeds', async () => {
  const start = Math.round(performance.now() / 1000)
  const { wake, times } = meet([...Array.from({ length: 6 }, () => 'away' as const), 'ok'])
  wake()
  await vi.advanceTimersByTimeAsync(300_000)
  wake()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(times.map((time) => time - start)).toEqual([5, 15, 35, 75, 135, 195, 255, 305])
})

test('does not try again what is hopeless', async () => {
  const { wake, finish, times } = meet(['no', 'no'])
  wake()
  await vi.advanceTimersByTimeAsync(300_000)
  wake()
  await vi.advanceTimersByTimeAsync(300_000)
  expect(times).toHaveLength(1)
  await expect(finish(60)).rejects.toThrow('no')
  expect(times).toHaveLength(2)
})

test('never delivers twice at a time', async () => {
  let underWay = 0
  let most = 0
  let count = 0
  const deliver = async () => {
    most = Math.max(most, ++underWay)
    count++
    await new Promise((resolve) => setTimeout(resolve, 20_000))
    underWay--
  }
  const { wake, finish } = courier(deliver, { seconds: 1, isTransient: () => true })
  wake()
  await vi.advanceTimersByTimeAsync(5000)
  wake()
  const finished = finish(60)
  await vi.advanceTimersByTimeAsync(100_000)
  await finished
  expect({ most, count }).toEqual({ most: 1, count: 2 })
})

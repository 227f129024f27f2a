import { PassThrough } from 'node:stream'
import type { RunEvent } from '@deepauc/experiments'
import { describe, expect, test, vi } from 'vitest'
import { showSeconds } from '../src/show-size.ts'
import { progressView } from '../src/train/progress-view.ts'
import { followRun } from '../src/train/run-progress.ts'
import { stepRate } from '../src/train/step-rate.ts'

const step = (number: number, seconds: number): RunEvent => ({
  method: 'CT',
  kind: 'step',
  step: number,
  gradientEvaluations: 2 * number,
  seconds,
  loss: 0.5,
})

describe('stepRate', () => {
  test('one slow step changes nothing', () => {
    const rate = stepRate({ step: 0, seconds: 0 })
    for (const [i, seconds] of [100, 101, 102, 103, 104].entries()) rate.take(i + 1, seconds)
    expect(rate.secondsPerStep()).toBe(1)
  })

  test('the pace of long ago is forgotten', () => {
    const rate = stepRate({ step: 0, seconds: 0 })
    for (let i = 1; i <= 100; i++) rate.take(i, i)
    for (let i = 1; i <= 40; i++) rate.take(100 + i, 100 + 3 * i)
    expect(rate.secondsPerStep()).toBe(3)
  })

  test('is not known before the first step, nor from the seconds before a resumed one', () => {
    const rate = stepRate()
    expect(rate.secondsPerStep()).toBeUndefined()
    rate.take(51, 1000)
    expect(rate.secondsPerStep()).toBeUndefined()
    rate.take(52, 1002)
    expect(rate.secondsPerStep()).toBe(2)
  })

  test('the median of two is between them', () => {
    const rate = stepRate({ step: 0, seconds: 0 })
    rate.take(1, 1)
    rate.take(2, 4)
    expect(rate.secondsPerStep()).toBe(2)
  })
})

describe('followRun', () => {
  test('steps that are left, at the pace of the last', () => {
    const follow = followRun({ method: 'CT', kind: 'start', steps: 100 })
    const { done, total, text } = follow(step(1, 0.5))
    expect([done, total]).toEqual([1, 100])
    expect(text).toMatch(/^2\.0 steps\/s, 50 s left, loss 0\.5000, \d+ MiB$/)
  })

  test('seconds that are left, where the clock decides', () => {
    const follow = followRun({ method: 'CT', kind: 'start', seconds: 1000 })
    const { done, total, text } = follow(step(10, 400))
    expect([done, total]).toEqual([400, 1000])
    expect(text).toContain('10 min 0 s left')
    expect(follow(step(11, 1040))).toMatchObject({ done: 1000 })
  })

  test('a resumed run is where it was', () => {
    const follow = followRun({ method: 'CT', kind: 'start', steps: 100, from: 60 })
    expect(follow()).toMatchObject({ done: 60, total: 100 })
    follow(step(61, 500))
    expect(follow(step(62, 502)).text).toContain('0.5 steps/s, 1 min 16 s left')
  })
})

test('plain lines: at an evaluation, and every 30 seconds between them', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const stream = new PassThrough({ encoding: 'utf8' })
  const view = progressView(stream as unknown as NodeJS.WriteStream, 'text')
  view.show({ method: 'CT', kind: 'start', steps: 1000 })
  for (let i = 1; i <= 100; i++) {
    vi.advanceTimersByTime(1000)
    view.show(step(i, i))
  }
  view.close()
  vi.useRealTimers()
  const lines = (stream.read() as string).trim().split('\n')
  expect(lines.map((line) => /step (\d+)/.exec(line)?.[1])).toEqual(['30', '60', '90'])
})

test.each([
  [0.4, '0 s'],
  [59.4, '59 s'],
  [59.6, '1 min 0 s'],
  [3599, '59 min 59 s'],
  [7500, '2 h 5 min'],
])('%s seconds are %s', (seconds, text) => {
  expect(showSeconds(seconds)).toBe(text)
})

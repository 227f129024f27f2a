import type { SweepStatus } from '@deepauc/experiments'
import { expect, test } from 'vitest'
import { statusText } from '../src/sweep/show-status.ts'

const counts = {
  ...{ planned: 0, running: 0, done: 0, preempted: 0, failed: 0, diverged: 0, lacking: 0 },
}
const status: SweepStatus = { profile: 'tiny', cells: [], later: 0, selections: [], counts }

test('says how long a sweep still takes, unless nothing is left', () => {
  expect(statusText({ ...status, secondsLeft: 75 })).toContain('about 1 min 15 s left, one by one')
  expect(statusText({ ...status, secondsLeft: 0 })).not.toContain('left')
  expect(statusText(status)).not.toContain('left')
})

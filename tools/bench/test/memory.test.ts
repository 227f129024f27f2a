import { expect, test } from 'vitest'
import { memoryLines, type Sample } from '../src/memory.ts'

const sample = (step: number, residentMiB: number, handles = 351): Sample => ({
  step,
  residentMiB,
  handles,
  tensors: 340,
  sessions: 1,
  losses: [],
})

test('memory within 2 % and constant counts', () => {
  expect(memoryLines([sample(200, 500), sample(400, 509.9), sample(600, 490)])).toEqual([
    'step  resident MiB  tensors  handles  sessions',
    '200          500.0      340      351         1',
    '400          509.9      340      351         1',
    '600          490.0      340      351         1',
    'met     (1.020 ×)  resident memory ≤ 1.02 × that after the first 200 steps',
    'met               constant counts of tensors, handles and sessions',
  ])
})

test('a leak of memory, and one of handles', () => {
  const lines = memoryLines([sample(1, 500), sample(2, 511, 352), sample(3, 505)])
  expect(lines.slice(-2)).toEqual([
    'not met (1.022 ×)  resident memory ≤ 1.02 × that after the first 1 steps',
    'not met           constant counts: handles changed',
  ])
})

import { expect, test } from 'vitest'
import { fedLines } from '../src/fed.ts'
import { throughputLines } from '../src/loader.ts'
import type { Outcome } from '../src/result.ts'

const ran = (variant: string, times: number[], value: unknown = 0): Outcome => ({
  variant,
  times,
  value,
  peakMiB: 1,
  detail: 'program 1.0',
})

test('throughput is that of the median iteration, beside torchvision', () => {
  const outcomes = [
    ran('ours', [500, 250, 900]),
    ran('torchvision', [1000]),
    { variant: 'pillow', reason: 'no Pillow' },
  ]
  expect(throughputLines(outcomes, 512)).toEqual([
    '             images/s  × torchvision',
    'ours             1024           2.00  program 1.0',
    'torchvision       512           1.00  program 1.0',
    'pillow              –              –  skipped: no Pillow',
  ])
  expect(throughputLines([ran('ours', [1000])], 10)[1]).toBe(
    'ours        10            NaN  program 1.0',
  )
})

test('the loader is judged by the time it lets the step wait, and by the median', () => {
  const outcomes = [
    ran('fixed-batch', [100, 100, 100]),
    ran('quick', [104, 96, 100], 6),
    ran('slow', [106, 107, 187], 9),
    { variant: 'lost', reason: 'no memory' },
  ]
  expect(fedLines(outcomes)).toEqual([
    '             median ms    min  spread  × fixed-batch  waiting',
    'fixed-batch      100.0  100.0     0.0          1.000   0.00 %  program 1.0',
    'quick            100.0   96.0     4.0          1.000   2.00 %  program 1.0',
    'slow             107.0  106.0    40.5          1.070   2.25 %  program 1.0',
    'skipped lost: no memory',
    'met      quick: waiting ≤ 2 % of the time',
    'met      quick: median ≤ 1.05 × fixed-batch',
    'not met  slow: waiting ≤ 2 % of the time',
    'not met  slow: median ≤ 1.05 × fixed-batch',
  ])
})

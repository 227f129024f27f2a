import { expect, test } from 'vitest'
import { barLines, measureBars } from '../src/bars.ts'
import { toJson } from '../src/json.ts'
import type { Machine } from '../src/machine.ts'
import { type Outcome, toResults } from '../src/result.ts'
import { tableLines } from '../src/table.ts'

const ran = (variant: string, times: number[], detail = 'program 1.0'): Outcome => ({
  variant,
  times,
  detail,
  value: 0,
  peakMiB: 1000,
})
const rows = toResults('resnet20', [
  ran('tfjs-node-stock', [1600, 1700, 1800]),
  ran('ours-compiled', [340, 350, 380]),
  ran('pytorch-channels-last', [400, 390, 500]),
  ran('pytorch-compile', [320], 'contiguous'),
  { variant: 'pytorch-compile-bf16', reason: 'this CPU has no bfloat16 instructions' },
  ran('pytorch-compile', [300], 'channels-last'),
])

test('of the outcomes of one variant the fastest counts', () => {
  const compiled = rows.filter(({ variant }) => variant === 'pytorch-compile')
  expect(compiled).toEqual([
    {
      network: 'resnet20',
      variant: 'pytorch-compile',
      medianMs: 300,
      minMs: 300,
      spreadMs: 0,
      peakMiB: 1000,
      detail: 'channels-last',
    },
  ])
  const failed = { variant: 'v', reason: 'no memory' }
  expect(toResults('n', [ran('v', [1]), failed])).toMatchObject([{ medianMs: 1 }])
  expect(toResults('n', [failed, ran('v', [1])])).toMatchObject([{ medianMs: 1 }])
})

test('bars say what is met, what is not and what was not measured', () => {
  expect(barLines(measureBars(rows))).toEqual([
    'met     (0.88 ×)  ours-compiled ≤ 0.90 × pytorch-channels-last',
    'not measured      ours-compiled-bf16 ≤ 0.80 × pytorch-channels-last-bf16',
    'met     (0.21 ×)  resnet20: ours-compiled ≥ 4.5 × faster than tfjs-node-stock',
    'not measured      resnet20: ours-wasm ≥ 2.5 × faster than wasm-composed',
    'not met (1.17 ×)  ours-compiled ≤ 1.00 × pytorch-compile',
    'not measured      ours-compiled-bf16 ≤ 1.00 × pytorch-compile-bf16',
  ])
  expect(measureBars(toResults('auc-float64', [ran('ours', [1])]))).toEqual([])
})

test('the table has a line for every variant, skipped ones below', () => {
  expect(tableLines(rows, 'pytorch-channels-last')).toEqual([
    '                       median ms   min  spread  × pytorch-channels-last  peak MiB',
    'tfjs-node-stock             1700  1600     100                     4.25      1000  program 1.0',
    'ours-compiled                350   340    20.0                     0.88      1000  program 1.0',
    'pytorch-channels-last        400   390    55.0                     1.00      1000  program 1.0',
    'pytorch-compile              300   300     0.0                     0.75      1000  channels-last',
    'skipped pytorch-compile-bf16: this CPU has no bfloat16 instructions',
  ])
})

test('the JSON has the machine, results, what was skipped, and the bars', () => {
  const machine: Machine = {
    cpu: 'c',
    cores: 2,
    threads: 2,
    memoryGiB: 24,
    system: 's',
    node: '20.19.0',
    busy: 0,
  }
  const parsed = JSON.parse(toJson(machine, rows))
  expect(Object.keys(parsed)).toEqual(['machine', 'results', 'skipped', 'bars'])
  expect(parsed.machine).toEqual(machine)
  expect(parsed.results).toHaveLength(4)
  expect(parsed.results[1]).toMatchObject({
    network: 'resnet20',
    variant: 'ours-compiled',
    medianMs: 350,
    minMs: 340,
    spreadMs: 20,
    peakMiB: 1000,
  })
  expect(parsed.skipped).toEqual([
    {
      network: 'resnet20',
      variant: 'pytorch-compile-bf16',
      reason: 'this CPU has no bfloat16 instructions',
    },
  ])
})

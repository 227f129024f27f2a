import { expect, test } from 'vitest'
import { precisionLines, type TrainedRun } from '../src/precision.ts'

const runs = (precision: TrainedRun['precision'], ...aucs: number[]) =>
  aucs.map((testAuc, seed): TrainedRun => ({ precision, seed, testAuc, seconds: 60 }))

test('every run, moments as NumPy has them with ddof=1, and the bar', () => {
  const float32 = runs('float32', 0.88, 0.89, 0.9)
  expect(precisionLines([...float32, ...runs('bfloat16', 0.87, 0.87, 0.88)])).toEqual([
    'precision  seed  test AUC  seconds',
    'float32       0    0.8800       60',
    'float32       1    0.8900       60',
    'float32       2    0.9000       60',
    'bfloat16      0    0.8700       60',
    'bfloat16      1    0.8700       60',
    'bfloat16      2    0.8800       60',
    'float32: mean 0.8900, standard deviation 0.0100',
    'bfloat16: mean 0.8733, standard deviation 0.0058',
    'met      |difference of means| 0.0167 ≤ 2 standard deviations of float32, 0.0200',
  ])
})

test('better counts as different, too, and one seed shows nothing', () => {
  const float32 = runs('float32', 0.88, 0.89)
  expect(precisionLines([...float32, ...runs('bfloat16', 0.9, 0.91)]).at(-1)).toBe(
    'not met  |difference of means| 0.0200 ≤ 2 standard deviations of float32, 0.0141',
  )
  const single = precisionLines([...runs('float32', 0.88), ...runs('bfloat16', 0.88)])
  expect(single.at(-1)).toMatch(/^not met /)
})

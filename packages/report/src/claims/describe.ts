/** A comparison in words. */
import { formatDifference, formatPValue } from '../number-format.ts'
import type { Evidence } from '../sweep/evidence.ts'

/** `'CT − CE, CIFAR10 10 %: 0.012 [0.009, 0.015], p = 0.031, 6 seeds'` */
export function describe({ label, seeds, ...difference }: Evidence): string {
  const count = `${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}`
  return `${label}: ${seeds.length === 0 ? 'no pair' : `${describeDifference(difference)}, ${count}`}`
}

function describeDifference({
  mean,
  lower,
  upper,
  pValue,
}: Pick<Evidence, 'mean' | 'lower' | 'upper' | 'pValue'>): string {
  if (!Number.isNaN(lower))
    return `${formatDifference(mean, lower, upper)}, ${formatPValue(pValue)}`
  return `${formatDifference(mean, mean, mean).replace(/ .*/, '')}, ${formatPValue(pValue)}`
}

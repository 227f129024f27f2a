/** Cells of a sweep as people read them. */
import { armName, type CellUse } from '@deepauc/experiments'

/** `hard-10/shirt-10/ct seed 100, innerSteps 2 (tuning)`, and how many other places of tables the run is for. */
export function cellLabel([first, ...others]: readonly CellUse[]): string {
  const use = first as CellUse
  const { seed, settings, role } = use
  const values = Object.entries(settings).map(([key, value]) => `${lastWords(key)} ${value}`)
  const name = [`${armName(use)} seed ${seed}`, ...values].join(', ')
  const also = others.length === 0 ? '' : `, and for ${others.length} more`
  return `${name} (${role}${also})`
}

/** `method.innerSteps` → `innerSteps`; of keys that share a value the last one, too. */
function lastWords(keys: string): string {
  return keys
    .split(',')
    .map((key) => key.trim().split('.').at(-1))
    .join(' = ')
}

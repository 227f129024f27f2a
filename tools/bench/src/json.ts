/** Results for programs. */
import { measureBars } from './bars.ts'
import type { Machine } from './machine.ts'
import { isResult, type Result, type Skipped } from './result.ts'

/** `{machine, results, skipped, bars}`, where every row of a table is a result or skipped. */
export function toJson(machine: Machine, rows: readonly (Result | Skipped)[]): string {
  const results = rows.filter(isResult)
  const skipped = rows.filter((row) => !isResult(row))
  return `${JSON.stringify({ machine, results, skipped, bars: measureBars(rows) }, null, 2)}\n`
}

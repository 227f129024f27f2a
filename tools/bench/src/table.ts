/** Results as text. */
import { isResult, type Result, type Skipped } from './result.ts'

/** Median, minimum, spread, ratio of the medians to `reference` and memory, then what was skipped and why. */
export function tableLines(rows: readonly (Result | Skipped)[], reference: string): string[] {
  const results = rows.filter(isResult)
  const base = results.find(({ variant }) => variant === reference)?.medianMs
  const header = ['', 'median ms', 'min', 'spread', `× ${reference}`, 'peak MiB', '']
  const cells = results.map((row) => [
    row.variant,
    ...[row.medianMs, row.minMs, row.spreadMs].map(milliseconds),
    base === undefined ? '–' : (row.medianMs / base).toFixed(2),
    row.peakMiB === null ? '–' : row.peakMiB.toFixed(0),
    row.detail,
  ])
  const skipped = rows.flatMap((row) =>
    isResult(row) ? [] : [`skipped ${row.variant}: ${row.reason}`],
  )
  return [...(results.length > 0 ? align([header, ...cells]) : []), ...skipped]
}

function milliseconds(value: number): string {
  return value.toFixed(value < 100 ? 1 : 0)
}

/** Text to the left, numbers to the right. */
export function align(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number) => Math.max(...rows.map((row) => (row[column] ?? '').length))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column === row.length - 1
          ? cell.padEnd(width(column))
          : cell.padStart(width(column)),
      )
      .join('  ')
      .trimEnd(),
  )
}

/** Scores as lines of a CSV file. */
import { csvText } from '@deepauc/report'

/** @param names of the labels, if there are several */
export function headerLine(names: readonly string[]): string {
  return csvLine(['file', ...(names.length > 1 ? names : ['score'])])
}

/** @param scores `[files, labels]`, row by row: logits */
export function scoreLines(files: readonly string[], scores: Float32Array): string {
  const width = scores.length / files.length
  return files
    .map((file, row) => csvLine([file, ...scores.subarray(row * width, (row + 1) * width)]))
    .join('')
}

/** RFC 4180. */
function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => (typeof cell === 'number' ? cell : csvText(cell))).join(',')}\n`
}

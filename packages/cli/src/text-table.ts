/** Tables for the terminal. */

/** Rows under their titles, without a final line break; columns in which every cell is a number go to the right. */
export function alignedTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [titles, ...rows]
  const columns = titles.map((_, c) => {
    const cells = rows.map((row) => row[c] ?? '')
    return {
      width: Math.max(...lines.map((cells) => lengthOf(cells[c] ?? ''))),
      right: cells.some(Boolean) && cells.every((cell) => /^-?[\d,.]*(|e-\d+| %)$/.test(cell)),
    }
  })
  return lines
    .map((cells) =>
      columns
        .map(({ width, right }, c) => pad(cells[c] ?? '', width, right))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function pad(cell: string, width: number, right: boolean): string {
  const blanks = ' '.repeat(width - lengthOf(cell))
  return right ? blanks + cell : cell + blanks
}

/** In characters, not in UTF-16 units. */
function lengthOf(text: string): number {
  return [...text].length
}

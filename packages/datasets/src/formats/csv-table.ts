/** Reads CSV files row by row, with errors that name the line. */
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { corrupt, unreadable } from '../files/file-errors.ts'

export interface CsvRow<Column extends string, Optional extends string = never> {
  /** The line of the file that the row ends in, counted from 1. */
  readonly line: number
  readonly values: Readonly<Record<Column, string> & Partial<Record<Optional, string>>>
}

/** No row of a table is longer: what claims to be, has an open quote. */
const MAX_ROW_BYTES = 2 ** 16

/**
 * The rows of a CSV file with a header. Other columns than those named are skipped, so that a large table takes no
 * more memory than its row.
 *
 * @param optional columns that may be missing
 * @throws DataError if the file is missing or not well-formed, lacks a column or has it twice, or has no rows
 */
export async function* csvRows<Column extends string, Optional extends string = never>(
  file: string,
  columns: readonly Column[],
  optional: readonly Optional[] = [],
): AsyncGenerator<CsvRow<Column, Optional>> {
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_BYTES,
    info: true,
    columns: (header: string[]) => choose(header, columns, optional, file),
  })
  let empty = true
  try {
    // The callback is there because pipeline asks for one: errors surface where the rows are read.
    for await (const { record, info } of pipeline(createReadStream(file), parser, () => {})) {
      empty = false
      yield { line: info.lines, values: record }
    }
  } catch (cause) {
    throw cause instanceof CsvError
      ? corrupt(file, `is not a well-formed CSV file (${cause.message})`, cause)
      : unreadable(file, cause)
  }
  if (empty) throw corrupt(file, 'holds no rows')
}

/** The names of `header`, false for those not asked for. */
function choose(
  header: readonly string[],
  columns: readonly string[],
  optional: readonly string[],
  file: string,
): (string | false)[] {
  for (const name of [...columns, ...optional]) {
    const times = header.filter((other) => other === name).length
    if (times > 1) throw corrupt(file, `has ${times} columns "${name}" (line 1)`)
    if (times === 0 && columns.includes(name))
      throw corrupt(file, `has no column "${name}" (line 1)`)
  }
  return header.map((name) => (columns.includes(name) || optional.includes(name)) && name)
}

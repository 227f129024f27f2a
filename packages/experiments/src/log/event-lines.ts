/** The lines of an event log, as text and as bytes. */
import { DataError } from '@deepauc/datasets'

/** An event with the number of its line, from 1. */
export type LoggedEvent = Readonly<Record<string, unknown>> & { readonly seq: number }

const nonFinite = ['NaN', 'Infinity', '-Infinity']

/** One line of JSON. Numbers that JSON has not become the strings 'NaN', 'Infinity' and '-Infinity'. */
export function lineOf(event: object): string {
  const text = JSON.stringify(event, (_, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? `${value}` : value,
  )
  return `${text}\n`
}

/** Lines that may end in a torn one. */
export interface EventLines {
  /** All of them, overtaken ones included. */
  readonly events: LoggedEvent[]
  /** Where the last whole line ends, in bytes. */
  readonly end: number
}

/**
 * @param path of the file that the bytes are from, for errors
 * @throws DataError if a line before the last one is no event, or any has not its own number
 */
export function parseLines(bytes: Uint8Array, path: string): EventLines {
  const events: LoggedEvent[] = []
  let end = 0
  for (let stop = bytes.indexOf(0x0a); stop !== -1; stop = bytes.indexOf(0x0a, end)) {
    const event = parseLine(bytes.subarray(end, stop))
    if (!event && stop === bytes.length - 1) break
    events.push(checked(event, { line: events.length + 1, path }))
    end = stop + 1
  }
  return { events, end }
}

function checked(
  event: Record<string, unknown> | undefined,
  { line, path }: { readonly line: number; readonly path: string },
): LoggedEvent {
  if (!event) throw damaged(path, `line ${line} is not an event`)
  if (event.seq !== line) throw damaged(path, `line ${line} has the number ${event.seq}`)
  return event as LoggedEvent
}

/** @returns undefined if the bytes are not a JSON object in UTF-8 */
function parseLine(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const value = JSON.parse(text, (_, item) => (nonFinite.includes(item) ? Number(item) : item))
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** The error for a log that more than a torn last line is wrong with. */
export function damaged(path: string, problem: string): DataError {
  const remedy = 'Put a copy back, or delete that line and all after it'
  return new DataError(problem, { file: path, remedy })
}

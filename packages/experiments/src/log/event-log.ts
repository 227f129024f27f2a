/** The log of a run: events line by line, only ever added to. */
import { existsSync, readFileSync, truncateSync } from 'node:fs'
import { openForAppending } from './append-file.ts'
import { type LoggedEvent, lineOf, parseLines } from './event-lines.ts'
import { isRewind, rewindProblem, withoutOvertaken } from './rewind.ts'
import { lockForWriting } from './writer-lock.ts'

/** An open log; no other process can open it for writing meanwhile. */
export interface EventLog {
  /** The number of the last line; 0 if there is none. A checkpoint keeps it, for the rewind. */
  readonly seq: number
  /**
   * Adds one line and returns its number. A resumed run first appends a `RewindEvent`.
   *
   * @param event plain JSON without `seq`; non-finite numbers are kept
   * @throws RangeError if it rewinds to a line that is not there
   * @throws DataError if another process has taken the log over
   * @throws Error of the system if the line could not be written; the log stays whole
   */
  append(event: object): number
  /** When this returns, all lines are on the disk. */
  sync(): void
  close(): void
}

/** Options of {@link openEventLog}. */
export interface EventLogOptions {
  /** Also sync after every line. */
  readonly sync?: boolean
}

/**
 * Opens the log at `path`, JSON Lines, or begins it. A torn last line is cut off.
 *
 * @throws DataError if a live process writes to it, or the log is damaged before its last line
 * @throws RangeError from `append`, if the event numbers itself, or takes back what is not there
 */
export function openEventLog(path: string, { sync = false }: EventLogOptions = {}): EventLog {
  const lock = lockForWriting(path)
  try {
    let seq = repair(path)
    const file = openForAppending(path)
    return {
      get seq() {
        return seq
      },
      append(event) {
        const problem = problemOf(event, seq + 1)
        if (problem) throw new RangeError(problem)
        lock.check()
        file.append(Buffer.from(lineOf({ seq: seq + 1, ...event })))
        seq++
        if (sync) file.sync()
        return seq
      },
      sync: file.sync,
      close() {
        file.close()
        lock.release()
      },
    }
  } catch (cause) {
    lock.release()
    throw cause
  }
}

function problemOf(event: object, seq: number): string | undefined {
  if ('seq' in event) return 'the log itself numbers its events'
  return isRewind(event) ? rewindProblem(event, seq) : undefined
}

/** Cuts off a torn last line; returns how many there are. */
function repair(path: string): number {
  if (!existsSync(path)) return 0
  const bytes = readFileSync(path)
  const { events, end } = parseLines(bytes, path)
  if (end < bytes.length) truncateSync(path, end)
  return events.length
}

/**
 * The events of a log, which may be open in another process, without the overtaken ones, the rewinds and a torn last line.
 *
 * @throws DataError with the number of the line if the log is damaged before its last line
 * @throws Error of the system if there is no such file
 */
export function readEventLog(path: string): LoggedEvent[] {
  return withoutOvertaken(parseLines(readFileSync(path), path).events, path)
}

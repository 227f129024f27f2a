/** Writes event files for TensorBoard. */
import { mkdirSync, readdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { openForAppending } from './append-file.ts'
import type { ScalarLogger } from './scalar-logger.ts'
import { scalarsRecord, startRecord, versionRecord } from './tensorboard-records.ts'

/** Options of {@link tensorBoardLogger}. */
export interface TensorBoardOptions {
  /** The clock, in milliseconds since 1970. */
  readonly now?: () => number
  /** The machine's name, for that of the file. */
  readonly host?: string
  /**
   * Points of earlier files at this step and after it are overtaken: what a resumed run gives, its checkpoint's
   * step + 1, or 0 if it begins anew.
   */
  readonly overtakenFrom?: number
}

/**
 * Begins a new event file in `folder`, which is made if it is missing. Points are in the file when `log` returns.
 *
 * @throws Error of the system, also by `log`; the file stays readable then
 */
export function tensorBoardLogger(
  folder: string,
  { now = Date.now, host = hostname(), overtakenFrom }: TensorBoardOptions = {},
): ScalarLogger {
  mkdirSync(folder, { recursive: true })
  const file = openForAppending(join(folder, nextName(folder, { time: now(), host })), 'ax')
  file.append(versionRecord(now()))
  if (overtakenFrom !== undefined) file.append(startRecord(now(), overtakenFrom))
  return {
    log: (point) => file.append(scalarsRecord(point)),
    async close() {
      file.sync()
      file.close()
    },
  }
}

/** TensorBoard reads the files in the order of their names, so a clock that was set back must not count. */
function nextName(folder: string, { time, host }: { time: number; host: string }): string {
  const taken = readdirSync(folder).map((name) =>
    Number(/\.tfevents\.(\d+)\./.exec(name)?.[1] ?? 0),
  )
  const seconds = Math.max(Math.floor(time / 1000), ...taken.map((second) => second + 1))
  return `events.out.tfevents.${`${seconds}`.padStart(10, '0')}.${host}`
}

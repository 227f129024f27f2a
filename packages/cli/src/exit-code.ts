/** Errors as a person at a terminal meets them: one line and an exit code. */
import { CommanderError } from 'commander'
import pc from 'picocolors'

/** Exit codes of the command line. */
const exitCodes = {
  done: 0,
  failed: 1,
  /** A wrong option or argument. */
  usage: 2,
  /** Data that are missing or corrupt. */
  data: 3,
  /** A loss became NaN or infinite. */
  diverged: 4,
  /** The disk is full or read-only. */
  storage: 5,
  /** Ctrl-C. */
  interrupted: 130,
} as const

/** Stopped by Ctrl-C. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
}

const byCode: Readonly<Record<string, number>> = {
  data: exitCodes.data,
  ENOSPC: exitCodes.storage,
  EROFS: exitCodes.storage,
  EACCES: exitCodes.storage,
}

/** A data error that comes from a full disk is no fault of the data. */
const fullDisk = new Set(['ENOSPC', 'EROFS'])

const byName: Readonly<Record<string, number>> = {
  RangeError: exitCodes.usage,
  TypeError: exitCodes.usage,
  DivergedError: exitCodes.diverged,
  InterruptedError: exitCodes.interrupted,
}

/** The code that a process ends with after `error`. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  if (!(error instanceof Error)) return exitCodes.failed
  if (fullDisk.has((error.cause as NodeJS.ErrnoException | undefined)?.code ?? ''))
    return exitCodes.storage
  const { code } = error as NodeJS.ErrnoException
  return byCode[code ?? ''] ?? byName[error.name] ?? exitCodes.failed
}

/** One line, or with `--debug` the stack. */
export function describeError(error: unknown, argv: readonly string[]): string {
  if (error instanceof InterruptedError) return error.message
  const text = error instanceof Error ? error.message : String(error)
  if (argv.includes('--debug') && error instanceof Error) return error.stack ?? text
  return `${pc.red('error:')} ${text}`
}

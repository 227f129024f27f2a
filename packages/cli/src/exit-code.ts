/** Errors as a person at a terminal meets them: one line and an exit code. */
import { CommanderError } from 'commander'
import pc from 'picocolors'
import { InterruptedError } from './interrupt-signal.ts'

/** Exit codes of the command line; an interruption has that of its signal. */
const exitCodes = {
  done: 0,
  failed: 1,
  /** A wrong option, argument or recipe. */
  usage: 2,
  /** Data that are missing or corrupt. */
  data: 3,
  /** A loss became NaN or infinite. */
  diverged: 4,
  /** The disk is full or read-only. */
  storage: 5,
} as const

/** What a disk says that takes no more. */
const diskIsFull = new Set(['ENOSPC', 'EROFS', 'EDQUOT', 'EFBIG'])
const isForbidden = new Set(['EACCES', 'EPERM'])

/** By name: `instanceof` fails across copies of a package. */
const byName: Readonly<Record<string, number>> = {
  RangeError: exitCodes.usage,
  RecipeError: exitCodes.usage,
  DataError: exitCodes.data,
  SafetensorsError: exitCodes.data,
  DivergedError: exitCodes.diverged,
}

/** What the JavaScript engine says when it throws a RangeError; ours are about arguments. */
const engineRange =
  /^(Invalid (array|typed array|string|count|code point|date|time)|Maximum call stack|Array buffer allocation|offset is out|start offset|.*\(\) (argument|radix|digits))/i

/** The code that a process ends with after `error`. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  if (error instanceof InterruptedError) return error.exitCode
  return error instanceof Error ? codeOfError(error) : exitCodes.failed
}

function codeOfError(error: Error): number {
  const code = systemCode(error)
  // A data error that comes from a full disk is no fault of the data.
  if (diskIsFull.has(code) || diskIsFull.has(systemCode(error.cause))) return exitCodes.storage
  if (error.name === 'CheckpointError') return code ? exitCodes.storage : exitCodes.data
  if (error.name === 'RangeError' && isOfEngine(error)) return exitCodes.failed
  return byName[error.name] ?? (isForbidden.has(code) ? exitCodes.storage : exitCodes.failed)
}

/** Of Node's own RangeErrors each has a code. */
function isOfEngine(error: Error): boolean {
  return systemCode(error) !== '' || engineRange.test(error.message)
}

/** One line for each problem, or with `--debug` the stack. */
export function describeError(error: unknown, argv: readonly string[]): string {
  if (error instanceof InterruptedError) return error.message
  const text = error instanceof Error ? error.message : String(error)
  if (argv.includes('--debug')) return (error instanceof Error && error.stack) || text
  const line = `${pc.red('error:')} ${text}`
  const isExpected = exitCodeOf(error) !== exitCodes.failed
  return isExpected ? line : `${line}\n--debug shows where this comes from`
}

function systemCode(error: unknown): string {
  const { code } = (error ?? {}) as NodeJS.ErrnoException
  return code !== undefined && code !== 'data' ? code : ''
}

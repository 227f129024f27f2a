/** Who works on a cell, told by its claims and by the lock of its log. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { machineName } from '../log/machine-name.ts'
import { isLocked } from '../log/writer-lock.ts'
import { isAlive, type ProcessIdentity } from './process-identity.ts'

/** The content of a claim. */
export interface Holder {
  readonly machine: string
  /** Who has claimed the cell. */
  readonly owner: ProcessIdentity
  /** The run that it has started. */
  readonly run?: ProcessIdentity
  /** It must not share the machine with other cells. */
  readonly isAlone?: boolean
}

export interface LastClaim {
  readonly number: number
  readonly path: string
  /** Given back by its owner. */
  readonly isOver: boolean
  /** Absent in the moment between the making and the writing of the file. */
  readonly holder?: Holder
  /** When the owner last touched it, in milliseconds of the disk's clock. */
  readonly touched: number
}

export const claimName = (number: number): string => `claim-${number}`
export const overName = (number: number): string => `claim-${number}-over`

/** The numbers of all claims of a cell. */
export function claimNumbers(folder: string): number[] {
  return names(folder).flatMap((name) => {
    const [, number] = /^claim-(\d+)$/.exec(name) ?? []
    return number === undefined ? [] : [Number(number)]
  })
}

/** The claim that counts. */
export function lastClaim(folder: string): LastClaim | undefined {
  const number = Math.max(0, ...claimNumbers(folder))
  if (number === 0) return undefined
  const path = join(folder, claimName(number))
  try {
    const { mtimeMs: touched } = statSync(path)
    const isOver = names(folder).includes(overName(number))
    const holder = parse(readFileSync(path, 'utf8'))
    return { number, path, isOver, touched, ...(holder && { holder }) }
  } catch (cause) {
    // Meanwhile there is a later one.
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return lastClaim(folder)
    throw cause
  }
}

/** Whether the owner or its run lives; undefined if it is of another machine, where nobody can look. */
export function isHolderAlive({ machine, owner, run }: Holder): boolean | undefined {
  if (machine !== machineName()) return undefined
  return isAlive(owner) || (run !== undefined && isAlive(run))
}

/** Whether a living process of this machine writes the log of the run, with a claim or without. */
export function isWritten(folder: string): boolean {
  try {
    return isLocked(join(folder, 'events.jsonl'))
  } catch {
    return false
  }
}

/**
 * Who works on the cell, as far as that can be seen at once.
 *
 * @param graceSeconds after which a process of another machine counts as dead, if it does not touch its claim
 */
export function cellHolder(folder: string, graceSeconds: number): Holder | undefined {
  const { isOver, holder, touched } = lastClaim(folder) ?? { isOver: true }
  if (isOver || !holder) return undefined
  const isFresh = Date.now() - (touched ?? 0) < graceSeconds * 1000
  return (isHolderAlive(holder) ?? isFresh) ? holder : undefined
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw cause
  }
}

function parse(text: string): Holder | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Claims, so that several processes, also of several machines with one disk, never run a cell twice. The claims of a cell are
 * files with rising numbers, each made by exactly one process (O_EXCL); the highest one counts and is never deleted.
 */
import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { machineName } from '../log/machine-name.ts'
import {
  claimName,
  claimNumbers,
  type Holder,
  isHolderAlive,
  isWritten,
  type LastClaim,
  lastClaim,
  overName,
} from './cell-holder.ts'
import { identityOf } from './process-identity.ts'

export interface Claim {
  /** Names the process that does the work: while it lives, the claim holds, even if the owner dies. */
  setRun(pid: number): void
  /** Shows that the owner lives. False if the claim has been taken over. */
  beat(): boolean
  release(): void
}

/** What a process remembers about claims of other machines. */
export type ClaimWatch = Map<string, { readonly touched: number; readonly since: number }>

export interface ClaimOptions {
  readonly watch: ClaimWatch
  /** After so long without a touch, measured by the clock of this process, a claim of another machine counts no more. */
  readonly graceSeconds: number
  /** Told to others: the cell must not share the machine. */
  readonly isAlone?: boolean
}

/** @returns undefined if another process has it, or has just got it */
export function claimCell(folder: string, options: ClaimOptions): Claim | undefined {
  mkdirSync(folder, { recursive: true })
  const last = lastClaim(folder)
  if ((last && isHeld(last, options)) || isWritten(folder)) return undefined
  const number = (last?.number ?? 0) + 1
  const path = join(folder, claimName(number))
  const { isAlone = false } = options
  const owner = identityOf(process.pid)
  const holder = { machine: machineName(), owner, ...(isAlone && { isAlone }) }
  if (!create(path, holder)) return undefined
  const others = claimNumbers(folder).filter((other) => other !== number)
  // Who looked long ago may make a number again that has been deleted since.
  if (others.some((other) => other > number)) {
    rmSync(path, { force: true })
    return undefined
  }
  for (const other of others)
    for (const name of [claimName(other), overName(other)])
      rmSync(join(folder, name), { force: true })
  return heldClaim(folder, number, holder)
}

function heldClaim(folder: string, number: number, holder: Holder): Claim {
  const path = join(folder, claimName(number))
  const isOwn = () => Math.max(...claimNumbers(folder)) === number
  return {
    setRun(pid) {
      writeFileSync(`${path}.tmp`, JSON.stringify({ ...holder, run: identityOf(pid) }))
      renameSync(`${path}.tmp`, path)
    },
    beat() {
      if (!isOwn()) return false
      const now = new Date()
      utimesSync(path, now, now)
      return true
    },
    release() {
      if (isOwn()) writeFileSync(join(folder, overName(number)), '')
    },
  }
}

function isHeld({ isOver, holder, path, touched }: LastClaim, options: ClaimOptions): boolean {
  if (isOver) return false
  return (holder && isHolderAlive(holder)) ?? !isSilent(path, touched, options)
}

/** Machines have different clocks: what counts is how long this process has seen no change. */
function isSilent(path: string, touched: number, { watch, graceSeconds }: ClaimOptions): boolean {
  const seen = watch.get(path)
  if (seen?.touched === touched) return performance.now() - seen.since > graceSeconds * 1000
  watch.set(path, { touched, since: performance.now() })
  return graceSeconds === 0
}

/** @returns false if the file is there */
function create(path: string, holder: Holder): boolean {
  try {
    writeFileSync(path, JSON.stringify(holder), { flag: 'wx' })
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw cause
  }
}

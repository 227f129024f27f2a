/** Keeps a file to one writing process. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DataError } from '@deepauc/datasets'
import { machineName } from './machine-name.ts'
import { processStart } from './process-start.ts'

export interface WriterLock {
  /** @throws DataError if another process has taken the lock over */
  check(): void
  release(): void
}

/**
 * Makes `<path>.lock`, which names this process. The lock of a process that has ended is taken over, and so is that of
 * another machine, where nobody can look: schedulers start a run again elsewhere. Its holder learns by `check()`.
 *
 * @throws DataError if a living process of this machine has the lock
 */
export function lockForWriting(path: string): WriterLock {
  const file = `${path}.lock`
  const own = nameOf(process.pid)
  const holder = read(file)
  if (holder !== undefined) {
    const id = livingProcess(holder)
    if (id !== undefined) throw inUse(path, `by process ${id}`)
    rmSync(file, { force: true })
  }
  try {
    writeFileSync(file, own, { flag: 'wx' })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw code === 'EEXIST' ? inUse(path, 'by a process that has just opened it', cause) : cause
  }
  return {
    check() {
      if (read(file) !== own) throw inUse(path, 'by a process that has taken it over')
    },
    release() {
      if (read(file) === own) rmSync(file)
    },
  }
}

/** Whether a living process of this machine has the lock of `path`. */
export function isLocked(path: string): boolean {
  const holder = read(`${path}.lock`)
  return holder !== undefined && livingProcess(holder) !== undefined
}

/** The number of the process that a lock names, if it is one of this machine that lives. */
function livingProcess(holder: string): string | undefined {
  const [machine, id] = holder.split('\n')
  return machine === machineName() && holder === nameOf(Number(id)) ? id : undefined
}

/** Tells processes apart that had the same number one after the other. */
function nameOf(id: number): string {
  return `${machineName()}\n${id}\n${processStart(id)}\n`
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw cause
  }
}

function inUse(file: string, how: string, cause?: unknown): DataError {
  return new DataError(`is being written ${how}`, { file, remedy: 'End that process', cause })
}

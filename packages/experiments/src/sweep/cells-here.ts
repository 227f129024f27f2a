/** The cells of a sweep folder that run on this machine, whoever has started them and for which profile. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { machineName } from '../log/machine-name.ts'
import { isHolderAlive, isWritten, lastClaim } from './cell-holder.ts'
import { cellFolder } from './sweep-folder.ts'

export interface CellsHere {
  readonly isAny: boolean
  /** One of them must not share the machine. */
  readonly isAnyAlone: boolean
}

/** @param own names of cells that do not count */
export function cellsHere(out: string, own: ReadonlySet<string>): CellsHere {
  const cells = join(out, 'cells')
  const names = existsSync(cells) ? readdirSync(cells) : []
  const running = names
    .filter((name) => !own.has(name))
    .flatMap((name) => runningHere(cellFolder(out, { name })) ?? [])
  return { isAny: running.length > 0, isAnyAlone: running.some(({ isAlone }) => isAlone) }
}

function runningHere(folder: string): { readonly isAlone: boolean } | undefined {
  const { isOver = true, holder } = lastClaim(folder) ?? {}
  const isHeld = !isOver && holder?.machine === machineName() && isHolderAlive(holder)
  if (holder && isHeld) return { isAlone: holder.isAlone === true }
  return isWritten(folder) ? { isAlone: false } : undefined
}

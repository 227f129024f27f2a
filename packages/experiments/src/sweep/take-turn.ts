/** Lets one process of this machine at a time look what runs here and begin cells, so that none begins what another has not seen. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { machineName } from '../log/machine-name.ts'
import { type ClaimOptions, claimCell } from './claim-cell.ts'

/** A turn takes milliseconds, unless its process was halted. */
const mostTries = 50
const pauseMilliseconds = 20

/**
 * A claim like that of a cell keeps the others out: that of a process that has died counts no more.
 *
 * @returns what `f` returns, or undefined if it was never this process's turn within a second
 */
export async function takeTurn<T>(
  out: string,
  options: ClaimOptions,
  f: () => T,
): Promise<T | undefined> {
  const machine = createHash('sha256').update(machineName()).digest('hex').slice(0, 12)
  const folder = join(out, 'machines', machine)
  for (let tries = 0; tries < mostTries; tries++) {
    const turn = claimCell(folder, options)
    if (turn) {
      try {
        return f()
      } finally {
        turn.release()
      }
    }
    await delay(pauseMilliseconds)
  }
  return undefined
}

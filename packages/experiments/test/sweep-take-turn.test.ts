import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { machineName } from '../src/log/machine-name.ts'
import { claimCell } from '../src/sweep/claim-cell.ts'
import { takeTurn } from '../src/sweep/take-turn.ts'
import { newFolder } from './sweep-profiles.ts'

const options = () => ({ watch: new Map(), graceSeconds: 60 })

/** Where a turn is claimed. */
async function turnFolder(out: string): Promise<string> {
  await takeTurn(out, options(), () => {})
  const [machine = ''] = readdirSync(join(out, 'machines'))
  return join(out, 'machines', machine)
}

test('waits while another process has its turn, but not for ever', async () => {
  const out = newFolder()
  const folder = await turnFolder(out)
  const other = claimCell(folder, options())!
  expect(await takeTurn(out, options(), () => 'mine')).toBeUndefined()
  const waiting = takeTurn(out, options(), () => 'mine')
  setTimeout(() => other.release(), 100)
  expect(await waiting).toBe('mine')
})

test('the turn of a process that has died is over, and so is one that ended with an error', async () => {
  const out = newFolder()
  const folder = await turnFolder(out)
  const owner = { pid: process.pid, start: 'another process with this number' }
  writeFileSync(join(folder, 'claim-7'), JSON.stringify({ machine: machineName(), owner }))
  const wrong = () => {
    throw new Error('wrong')
  }
  await expect(takeTurn(out, options(), wrong)).rejects.toThrow('wrong')
  expect(await takeTurn(out, options(), () => 'mine')).toBe('mine')
})

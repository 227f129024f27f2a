/**
 * Claims the folders below its first argument in an order of its own, and does in each what must happen once. Its second
 * argument is a seed, and the third how many folders it survives: then it kills itself with a claim in its hands.
 */
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { claimCell } from '../src/sweep/claim-cell.ts'

const [, , out = '', seed, survived] = process.argv
const shuffled = readdirSync(out)
  .map((name) => ({ name, random: createHash('sha256').update(`${seed} ${name}`).digest() }))
  .sort((a, b) => Buffer.compare(a.random, b.random))
const watch = new Map()
let left = Number(survived)

for (const { name, random } of shuffled) {
  const folder = join(out, name)
  const claim = claimCell(folder, { watch, graceSeconds: 60 })
  if (!claim) continue
  // Nobody else may be here, dead ones aside.
  try {
    writeFileSync(join(folder, 'inside'), String(process.pid), { flag: 'wx' })
  } catch {
    appendFileSync(join(folder, 'met'), `${process.pid}\n`)
  }
  await delay((random[0] as number) % 3)
  if (left-- === 0) {
    rmSync(join(folder, 'inside'))
    process.kill(process.pid, 'SIGKILL')
  }
  if (!existsSync(join(folder, 'work'))) appendFileSync(join(folder, 'work'), `${process.pid}\n`)
  rmSync(join(folder, 'inside'))
  claim.release()
}

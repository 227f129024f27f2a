/**
 * Waits for as many as its second argument says, then claims a new cell every 8 ms with them, and prints which it has got when all
 * are through.
 */
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { claimCell } from '../src/sweep/claim-cell.ts'

const [, , out = '', racers] = process.argv
const present = join(out, 'present')
mkdirSync(present, { recursive: true })
writeFileSync(join(present, `${process.pid}`), '')
while (readdirSync(present).length < Number(racers)) await delay(5)
const arrivals = readdirSync(present).map((name) => statSync(join(present, name)).mtimeMs)
const begin = Math.max(...arrivals) + 200

const watch = new Map()
const won: number[] = []
for (let cell = 0; cell < 200; cell++) {
  while (Date.now() < begin + 8 * cell);
  if (claimCell(join(out, `cell-${cell}`), { watch, graceSeconds: 60 })) won.push(cell)
}
// The claims of those who have ended would be free for those who are late.
const over = join(out, 'over')
mkdirSync(over, { recursive: true })
writeFileSync(join(over, `${process.pid}`), '')
while (readdirSync(over).length < Number(racers)) await delay(5)
console.log(JSON.stringify({ won }))

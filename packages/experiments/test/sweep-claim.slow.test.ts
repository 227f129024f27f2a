import { execFile, spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { machineName } from '../src/log/machine-name.ts'
import { cellHolder } from '../src/sweep/cell-holder.ts'
import { type ClaimOptions, claimCell } from '../src/sweep/claim-cell.ts'
import { identityOf } from '../src/sweep/process-identity.ts'
import { newFolder } from './sweep-profiles.ts'

const options = (graceSeconds = 60): ClaimOptions => ({ watch: new Map(), graceSeconds })
const me = { machine: machineName(), owner: identityOf(process.pid) }
const dead = { pid: process.pid, start: 'another process with this number' }
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function claimed(content: object | string): string {
  const folder = newFolder()
  writeFileSync(
    join(folder, 'claim-4'),
    typeof content === 'string' ? content : JSON.stringify(content),
  )
  return folder
}

test('one process has the claim until it gives it back', () => {
  const folder = join(newFolder(), 'new')
  const claim = claimCell(folder, options())
  expect(cellHolder(folder, 60)).toEqual(me)
  expect(claimCell(folder, options())).toBeUndefined()
  expect(claim!.beat()).toBe(true)
  claim!.release()
  expect(cellHolder(folder, 60)).toBeUndefined()
  expect(claimCell(folder, options())).toBeDefined()
  expect(readdirSync(folder)).toEqual(['claim-2'])
})

describe('of this machine', () => {
  test.each([
    ['a living process', me, false],
    ['a dead one', { ...me, owner: dead }, true],
    ['a dead one whose run lives', { ...me, owner: dead, run: me.owner }, false],
    ['a dead one with a dead run', { ...me, owner: dead, run: dead }, true],
  ])('%s', (_, holder, isFree) => {
    const folder = claimed(holder)
    expect(cellHolder(folder, 60) === undefined).toBe(isFree)
    expect(claimCell(folder, options()) !== undefined).toBe(isFree)
    expect(existsSync(join(folder, 'claim-5'))).toBe(isFree)
  })

  test('what a process writes without a claim is not claimed', () => {
    const folder = newFolder()
    const lock = (start: string) =>
      writeFileSync(
        join(folder, 'events.jsonl.lock'),
        `${machineName()}\n${process.pid}\n${start}\n`,
      )
    lock(me.owner.start)
    expect(claimCell(folder, options())).toBeUndefined()
    lock(dead.start)
    expect(claimCell(folder, options())).toBeDefined()
  })
})

describe.each([
  ['of another machine', { ...me, machine: 'elsewhere' }],
  ['of another container with our host name', { machine: `${hostname()} pid:[1]`, owner: dead }],
  ['that is still being written', ''],
])('a claim %s', (_, content) => {
  test('is taken over when this process has seen no touch for so long', async () => {
    const folder = claimed(content)
    const watching = options(0.1)
    expect(claimCell(folder, watching)).toBeUndefined()
    await pause(60)
    const soon = new Date(Date.now() - 3_600_000) // The clock of the other machine is an hour late.
    utimesSync(join(folder, 'claim-4'), soon, soon)
    await pause(60)
    expect(claimCell(folder, watching)).toBeUndefined()
    await pause(60)
    expect(claimCell(folder, watching)).toBeUndefined()
    await pause(60)
    expect(claimCell(folder, watching)).toBeDefined()
  })
})

test('who has lost the claim learns it, and does not end that of the other one', () => {
  const folder = newFolder()
  const claim = claimCell(folder, options())!
  writeFileSync(join(folder, 'claim-2'), JSON.stringify({ ...me, machine: 'elsewhere' }))
  expect(claim.beat()).toBe(false)
  claim.release()
  expect(cellHolder(folder, 60)).toMatchObject({ machine: 'elsewhere' })
})

const program = fileURLToPath(new URL('./sweep-claim-program.ts', import.meta.url))

function worker(out: string, seed: number, survived: number): Promise<number | null> {
  const args = ['--conditions=@deepauc/source', '--import', 'tsx', program, out]
  const child = spawn(process.execPath, [...args, `${seed}`, `${survived}`], { stdio: 'inherit' })
  return new Promise((resolve) => child.once('exit', resolve))
}

test('4 processes on 200 cells, some of which are killed: the work of each is done exactly once', async () => {
  const out = newFolder()
  const folders = Array.from({ length: 200 }, (_, i) => join(out, `cell-${i}`))
  for (const folder of folders) mkdirSync(folder)
  // Each dies after 20 to 50 cells, and another one comes in its place.
  const codes = await Promise.all(
    [20, 30, 40, 50].map(async (survived, i) => [
      await worker(out, i, survived),
      await worker(out, i + 10, 1000),
    ]),
  )
  expect(codes).toEqual(Array(4).fill([null, 0]))
  await worker(out, 20, 1000) // What the last one of the dead had in its hands.
  const lines = (folder: string, name: string) =>
    existsSync(join(folder, name))
      ? readFileSync(join(folder, name), 'utf8').trim().split('\n')
      : []
  expect(folders.map((folder) => lines(folder, 'work').length)).toEqual(Array(200).fill(1))
  expect(folders.flatMap((folder) => lines(folder, 'met'))).toEqual([])
  const workers = new Set(folders.flatMap((folder) => lines(folder, 'work')))
  expect(workers.size).toBeGreaterThanOrEqual(4)
})

const racer = fileURLToPath(new URL('./sweep-race-program.ts', import.meta.url))

test('4 processes that reach for the same 200 cells at the same moments: each cell has one owner', async () => {
  const out = newFolder()
  const args = ['--conditions=@deepauc/source', '--import', 'tsx', racer, out, '4']
  const owned = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const { stdout } = await promisify(execFile)(process.execPath, args)
      return JSON.parse(stdout) as { won: number[] }
    }),
  )
  const all = owned.flatMap(({ won }) => won)
  expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, cell) => cell))
  // They have really met: nobody came after the others.
  expect(owned.filter(({ won }) => won.length > 0).length).toBeGreaterThan(1)
})

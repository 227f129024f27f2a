import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ScalarPoint } from '../src/log/scalar-logger.ts'
import { tensorBoardLogger } from '../src/log/tensorboard.ts'
import { points } from './log-tensorboard-points.ts'

interface Golden {
  readonly files: readonly { readonly name: string; readonly sha256: string }[]
  readonly fileVersion: number
  readonly scalars: Readonly<
    Record<string, { steps: number[]; seconds: number[]; values: string[] }>
  >
  /** How many points are read when so many bytes are missing at the end of the first file. */
  readonly countsWhenCut: readonly number[]
}

const golden: Golden = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden/tensorboard.json'), 'utf8'),
)

const newFolder = () => mkdtempSync(join(tmpdir(), 'tensorboard-'))

/** What Python writes for a float. */
const numbers: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
}

/** The points of one tag, in single precision. */
function columns(all: readonly ScalarPoint[], tag: string) {
  const those = all.filter(({ scalars }) => tag in scalars)
  return {
    steps: those.map(({ step }) => step),
    seconds: those.map(({ time }) => time / 1000),
    values: those.map(({ scalars }) => Math.fround(scalars[tag] as number)),
  }
}

/** Where each record of a file begins, and where the last one ends. */
function recordStarts(bytes: Buffer): number[] {
  const starts = [0]
  for (let at = 0; at < bytes.length; starts.push(at)) at += 16 + Number(bytes.readBigUInt64LE(at))
  return starts
}

describe('event files of a resumed run', () => {
  const folder = newFolder()
  const program = ['--import', 'tsx', '--conditions=@deepauc/source', 'log-tensorboard-program.ts']
  execFileSync(process.execPath, [...program, folder], { cwd: import.meta.dirname })
  const names = readdirSync(folder).sort()
  const files = names.map((name) => readFileSync(join(folder, name)))

  test('are those that TensorBoard has read', () => {
    const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
    expect(names.map((name, i) => ({ name, sha256: sha256(files[i] as Buffer) }))).toEqual(
      golden.files,
    )
  })

  test('hold all points for TensorBoard, but not the overtaken ones', () => {
    const kept = [...points.first.filter(({ step }) => step < 7), ...points.second]
    expect(golden.fileVersion).toBe(2)
    expect(Object.keys(golden.scalars)).toEqual(['names/größe 😀', 'train/loss', 'validation/auc'])
    for (const [tag, read] of Object.entries(golden.scalars)) {
      const values = read.values.map((text) => numbers[text] ?? Number(text))
      expect({ ...read, values }).toEqual(columns(kept, tag))
    }
    expect(golden.scalars['train/loss']?.steps).toEqual([
      ...Array.from({ length: 12 }, (_, step) => step),
      3_000_000_000,
    ])
  })

  test('lose only the torn record, wherever they are torn', () => {
    const starts = recordStarts(files[0] as Buffer)
    const size = starts.at(-1) as number
    // The first record is the file's version.
    const ends = points.first.map(({ scalars }, i) => ({
      end: starts[i + 2] as number,
      count: Object.keys(scalars).length,
    }))
    expect(golden.countsWhenCut.length).toBeGreaterThan(100)
    golden.countsWhenCut.forEach((read, cut) => {
      const whole = ends.filter(({ end }) => end <= size - cut)
      expect(read).toBe(whole.reduce((sum, { count }) => sum + count, 0))
    })
  })
})

test('a point is in the file as soon as it is logged', async () => {
  const folder = join(newFolder(), 'not/there/yet')
  const logger = tensorBoardLogger(folder)
  const [name] = readdirSync(folder)
  expect(name).toMatch(/^events\.out\.tfevents\.\d{10}\../)
  const sizes = [1, 2, 3].map((step) => {
    logger.log({ step, time: step, scalars: { 'train/loss': step } })
    const bytes = readFileSync(join(folder, name as string))
    expect(recordStarts(bytes)).toHaveLength(step + 2)
    return bytes.length
  })
  expect(new Set(sizes).size).toBe(3)
  await logger.close()
})

test('a file comes after all that are there, also when the clock was set back', async () => {
  const folder = newFolder()
  mkdirSync(join(folder, 'events.out.tfevents.1700000000.folder'))
  writeFileSync(join(folder, 'events.out.tfevents.1700000900.elsewhere.1.0.v2'), '')
  writeFileSync(join(folder, 'notes.txt'), '')
  for (const seconds of [1_700_000_950, 1_600_000_000, 1_700_000_951]) {
    const before = readdirSync(folder)
    await tensorBoardLogger(folder, { now: () => seconds * 1000, host: 'here' }).close()
    const [added] = readdirSync(folder).filter((name) => !before.includes(name))
    expect(
      before.filter((name) => name.startsWith('events')).every((name) => name < (added as string)),
    ).toBe(true)
  }
  expect(readdirSync(folder)).toHaveLength(6)
})

test('a step must be a whole number', async () => {
  const logger = tensorBoardLogger(newFolder())
  expect(() => logger.log({ step: 0.5, time: 0, scalars: { loss: 1 } })).toThrow()
  await logger.close()
})

import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { prepare } from '../src/cache/prepare.ts'
import { arrayPart, arraySource } from '../src/sources/array-part.ts'
import { temporaryFolder } from './files.ts'
import { startProgram } from './run-program.ts'

const MiB = 2 ** 20
const side = 256
const count = (1088 * MiB) / side ** 2
const limitMiB = 512

/** 1088 MiB, in two shards: images of one grey each, brighter in class 1, with the row's number at their beginning. */
function greySource() {
  const part = arrayPart({
    async pixels(row) {
      const image = new Uint8Array(side ** 2).fill((row % 2 ? 140 : 60) + ((row * 31) % 60))
      image.set([row >> 16, row >> 8, row])
      return image
    },
    shape: [count, side, side, 1],
    labels: Array.from({ length: count }, (_, row) => row % 2),
    id: String,
  })
  return arraySource('grey', { train: part }, [])
}

/** Trains in a process that the system gives no more memory than the limit, beside what files it maps. */
async function train(folder: string, memoryBudget: number) {
  const options = JSON.stringify({ folder, memoryBudget })
  const program = startProgram('train-program.ts', [options], `ulimit -d ${limitMiB * 1024}`)
  const [output, errors, [code]] = await Promise.all([
    text(program.stdout!),
    text(program.stderr!),
    once(program, 'exit'),
  ])
  return { output, errors, code }
}

test.runIf(process.platform === 'linux')(
  'a set larger than the memory of the process trains from its files, and only so',
  async () => {
    const folder = join(temporaryFolder(), 'cache')
    await prepare(greySource(), folder)
    const trained = await train(folder, 0)
    expect(trained).toMatchObject({ errors: '', code: 0 })
    const { inPlace, accuracy, peakMiB } = JSON.parse(trained.output)
    expect(inPlace).toBe(count)
    expect(accuracy).toBeGreaterThan(0.9)
    expect(peakMiB).toBeLessThan(limitMiB)
    // The limit is a real one: the same set does not fit into the memory of that process.
    const refused = await train(folder, 2 ** 40)
    expect(refused.code).not.toBe(0)
    expect(refused.errors).toMatch(/allocation failed/i)
  },
  120_000,
)

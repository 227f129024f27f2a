import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { randomStream } from '@deepauc/random'
import { expect, test } from 'vitest'
import { openCache } from '../src/cache/open-cache.ts'
import { hashOf } from '../src/files/durable-files.ts'
import { temporaryFolder } from './files.ts'
import { startProgram } from './run-program.ts'

const kills = 20

/** Runs the program to its end, or kills it `lifetime` milliseconds after it has begun. */
async function run(folder: string, lifetime?: number): Promise<{ killed: boolean; time: number }> {
  const program = startProgram('prepare-program.ts', [folder])
  const exit = once(program, 'exit')
  await Promise.race([once(program.stdout!, 'data'), exit])
  const start = performance.now()
  if (lifetime !== undefined) {
    await Promise.race([setTimeout(lifetime), exit])
    program.kill('SIGKILL')
  }
  const [code, signal] = await exit
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`it ended with ${code ?? signal}`)
  return { killed: signal === 'SIGKILL', time: performance.now() - start }
}

/** A hash of the content of each file. */
function contents(folder: string): [name: string, hash: string][] {
  const names = readdirSync(folder, { recursive: true }).map(String).sort()
  const files = names.filter((name) => statSync(join(folder, name)).isFile())
  return files.map((name) => [name, hashOf(readFileSync(join(folder, name)))])
}

test('a preparation that is killed again and again gives the same bytes', async () => {
  const random = randomStream({ seed: 0, purpose: 'kills' })
  const folder = join(temporaryFolder(), 'cache')
  const { time } = await run(folder)
  const expected = contents(folder)
  expect(expected.map(([name]) => name)).toContain('manifest.json')
  rmSync(folder, { recursive: true })
  let [completed, continued] = [0, 0]
  for (let killed = 0; killed < kills || completed === 0; ) {
    // At most once around, so that some die at the very end.
    if (existsSync(join(`${folder}.partial`, 'progress.json'))) continued++
    if ((await run(folder, random.uniform() * time)).killed) killed++
    if (existsSync(folder)) {
      expect(contents(folder)).toEqual(expected)
      completed++
      rmSync(folder, { recursive: true })
    } else await expect(openCache(folder)).rejects.toThrow('is not prepared to its end')
  }
  expect(continued).toBeGreaterThan(0)
}, 120_000)

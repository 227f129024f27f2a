import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { packageFolder } from './native.ts'

const absent = !existsSync(join(packageFolder('@tensorflow/tfjs-node'), 'lib/deepauc_kernels.node'))
const why = absent ? ' (skipped: tfjs-node has no kernels of ours here)' : ''

interface Outcome {
  readonly hash: string
  /** After a fifth of the steps, and at the end. */
  readonly megabytes: readonly number[]
}

/** Eight steps of the same training in a process of their own, or more. */
async function train(precision: string, threads: number, steps = 8): Promise<Outcome> {
  const script = join(import.meta.dirname, 'batch-norm-steps-program.ts')
  const options = ['--conditions=@deepauc/source', '--import', 'tsx', script]
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...options, precision, `${steps}`],
    { env: { ...process.env, TF_NUM_INTRAOP_THREADS: `${threads}` } },
  )
  const { hasKernels, ...outcome } = JSON.parse(stdout)
  expect(hasKernels).toBe(true)
  return outcome
}

describe.skipIf(absent)(`trainings with kernels of our own${why}`, () => {
  test.each(['float32', 'bfloat16'])('%s: every run gives the same bytes', async (precision) => {
    // A map has four blocks.
    for (const threads of [2, 7]) {
      const [first, second] = [await train(precision, threads), await train(precision, threads)]
      expect(second.hash).toBe(first.hash)
    }
  })

  test('500 steps take no more memory than the first hundred', async () => {
    const { megabytes } = await train('float32', 2, 500)
    expect(Math.min(...megabytes.slice(1))).toBeLessThanOrEqual(1.05 * (megabytes[0] as number))
  })
})

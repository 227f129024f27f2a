import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { XlaSettings } from '../src/index.ts'
import { createApplication, removeApplication, run } from './application.ts'
import { native } from './native.ts'

describe.skipIf(native.absent)(`selectBackend${native.why}`, () => {
  let app: string
  beforeEach(() => {
    app = createApplication('tfjs-backend-wasm', 'tfjs-backend-cpu', 'tfjs-node')
  })
  afterEach(() => removeApplication(app))

  test.skipIf(process.platform !== 'linux')('computes with as many threads as told', async () => {
    const backend = 'tfjs-node'
    const [one, five] = [await run(app, [{ threads: 1 }]), await run(app, [{ threads: 5 }])]
    expect(five.threads! - one.threads!).toBe(4)
    const again = await run(app, [
      { backend, threads: 5 },
      { backend, threads: 5 },
    ])
    expect(again).toMatchObject({ gradient: [10], threads: five.threads })
    const { error } = await run(app, [{ backend }, { backend, threads: 5 }])
    expect(error).toMatch(/^Error: the number of threads can be set only before/)
  })

  test.skipIf(process.platform !== 'linux')('runs as many ops side by side as told', async () => {
    const compiled = { COMPILED_STEPS: '2' }
    const [one, five] = [
      await run(app, [{ interOpThreads: 1 }], compiled),
      await run(app, [{ interOpThreads: 5 }], compiled),
    ]
    expect(five.threads! - one.threads!).toBeGreaterThanOrEqual(4)
    const backend = 'tfjs-node'
    const { error } = await run(app, [
      { backend, interOpThreads: 1 },
      { backend, interOpThreads: 2 },
    ])
    expect(error).toMatch(/^Error: the number of threads between ops can be set only before/)
  })

  describe('lets XLA compile what it is told, in compiled functions', () => {
    const backend = 'tfjs-node'
    const exps = [1, Math.exp(-((2 + Math.tanh(1)) ** 2))]
    const steps = (xla: XlaSettings) =>
      run(app, [{ backend, xla }], { COMPILED_STEPS: '2', TF_CPP_MIN_LOG_LEVEL: '0' })
    const message = 'Compiled cluster using XLA!'

    test('groups of pointwise ops', async () => {
      const { compiled, noise } = await steps({ ops: ['PW'] })
      expect(noise).toContain(message)
      for (const [i, value] of compiled!.entries()) expect(value / exps[i]!).toBeCloseTo(1, 5)
    })

    test('no group that is too small, and none of other ops', async () => {
      for (const xla of [{ ops: ['PW'], minClusterSize: 20 }, { ops: ['MatMul', 'Conv2D'] }])
        expect((await steps(xla)).noise).not.toContain(message)
    })

    test('only before TensorFlow is loaded', async () => {
      const xla = { ops: ['PW'] }
      const { error } = await run(app, [{ backend }, { backend, xla }])
      expect(error).toBe('Error: what XLA compiles can be set only before TensorFlow is loaded')
      const again = await run(app, [
        { backend, xla },
        { backend, xla },
      ])
      expect(again).toMatchObject({ gradient: [10], noise: '' })
      expect(again.error).toBeUndefined()
    })
  })
})

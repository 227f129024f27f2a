import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, realpathSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cacheFolder } from '../src/cache.ts'
import { installNative } from '../src/index.ts'
import { kernelsName } from '../src/kernels.ts'
import { DEFAULT_TENSORFLOW } from '../src/known-wheels.ts'
import { sha256 } from '../src/sha256.ts'
import { bindingPath, readTfjsPackage } from '../src/tfjs-package.ts'
import { temporaryProject } from './temporary.ts'

// One step of gradient descent on a convolution.
const TRAIN = `
const util = require('node:util')
util.isNullOrUndefined ??= (value) => value == null
util.isArray ??= Array.isArray
const tf = require(process.argv[1])
const image = tf.ones([2, 8, 8, 1])
const filter = tf.variable(tf.ones([3, 3, 1, 4]))
const loss = () => tf.mean(tf.square(tf.conv2d(image, filter, 1, 'valid')))
const before = loss().dataSync()[0]
tf.train.sgd(0.01).minimize(loss)
console.log(JSON.stringify({ backend: tf.getBackend(), before, after: loss().dataSync()[0] }))`

/** From the user's cache, or from PyPI when it is empty. */
describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('on linux-x64', () => {
  test('the real library trains in the real package', { timeout: 600_000 }, async () => {
    const { folder } = temporaryProject()
    const binding = join(folder, bindingPath(readTfjsPackage(folder)))
    const status = await installNative({ packageFolder: folder })
    expect(status).toMatchObject({ tensorflow: DEFAULT_TENSORFLOW, gpu: false })
    expect(JSON.parse(readFileSync(join(folder, 'deps/deepauc.json'), 'utf8'))).toEqual({
      tensorflow: DEFAULT_TENSORFLOW,
      variant: 'cpu',
      wheelSha256: '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26',
      bindingSha256: await sha256(binding),
      kernels: kernelsName(),
    })
    expect(realpathSync(join(folder, 'deps/lib')).startsWith(realpathSync(cacheFolder()))).toBe(
      true,
    )

    const trained = execFileSync(process.execPath, ['-e', TRAIN, folder], { encoding: 'utf8' })
    // Each output is the sum s = 9 of a filter. d(s²)/dw = 2 · 9 / 4 for each of four filters: s = 9 − 0.01 · 9 · 4.5.
    expect(JSON.parse(trained)).toEqual({
      backend: 'tensorflow',
      before: 81,
      after: expect.closeTo((9 - 0.01 * 9 * 4.5) ** 2, 3),
    })
  })

  test('what loads is left alone; what is cut off or broken is installed again', async () => {
    const { folder } = temporaryProject()
    const binding = join(folder, bindingPath(readTfjsPackage(folder)))
    const lines: string[] = []
    const install = async () => {
      lines.length = 0
      await installNative({ packageFolder: folder, log: (line) => lines.push(line) })
      return lines.at(-1)
    }
    await install()
    const before = readdirSync(folder)
    expect(await install()).toMatch(/runs TensorFlow 2\.15\.1 .*: nothing to do$/)
    expect(readdirSync(folder)).toEqual(before)

    rmSync(join(folder, 'deps'), { recursive: true })
    expect(await install()).toMatch(/runs TensorFlow 2\.15\.1 .* s\)$/)
    truncateSync(binding, 1000)
    expect(await install()).toMatch(/runs TensorFlow 2\.15\.1 .* s\)$/)
  })

  test('tfjs-node-gpu runs with the library for the CPU', async () => {
    const { folder } = temporaryProject('gpu')
    const status = await installNative({ packageFolder: folder, variant: 'cpu' })
    expect(status).toMatchObject({
      target: { name: '@tensorflow/tfjs-node-gpu' },
      tensorflow: DEFAULT_TENSORFLOW,
      record: { variant: 'cpu' },
    })
  })
})

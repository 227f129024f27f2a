import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { installNative, nativeStatus } from '../src/index.ts'
import { hasKernels, KERNELS_PATH, kernelsName } from '../src/kernels.ts'
import { describe as inOneLine } from '../src/status.ts'
import { readTfjsPackage } from '../src/tfjs-package.ts'
import { pathWith, temporaryFolder, temporaryProject } from './temporary.ts'

// 1 and 3, normalised.
const CALL = `
const util = require('node:util')
util.isNullOrUndefined ??= (value) => value == null
util.isArray ??= Array.isArray
const { binding } = require(process.argv[1]).backend()
require(process.argv[1] + '/${KERNELS_PATH}')
const tensor = (values, shape) => binding.createTensor(shape, 1, Float32Array.from(values))
const attributes = [
  { name: 'T', type: binding.TF_ATTR_TYPE, value: 1 },
  { name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: 0 },
  { name: 'residuals', type: binding.TF_ATTR_INT, value: 0 },
  { name: 'relu', type: binding.TF_ATTR_BOOL, value: true },
]
const inputs = [tensor([1, 3], [1, 1, 2, 1]), tensor([4], [1]), tensor([0.5], [1])]
const outputs = binding.executeOp('DeepaucBatchNorm', attributes, inputs, 4)
console.log(JSON.stringify(outputs.map(({ id }) => [...binding.tensorDataSync(id)])))`

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('on linux-x64', () => {
  const install = async (folder: string) => {
    const log = vi.fn()
    await installNative({ packageFolder: folder, log })
    return log.mock.calls.flat() as string[]
  }

  test('kernels come with the library, and anew when their sources have changed', async () => {
    const { folder } = temporaryProject()
    const target = readTfjsPackage(folder)
    expect((await install(folder)).at(-1)).toMatch(
      /runs TensorFlow 2\.15\.1 \(from the wheel, with kernels of our own\) on the CPU/,
    )
    const output = execFileSync(process.execPath, ['-e', CALL, folder], {
      encoding: 'utf8',
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
    })
    // y, the mean, the unbiased variance and the other.
    expect(JSON.parse(output)).toEqual([[0, 4.5], [2], [2], [1]])

    const record = join(folder, 'deps/deepauc.json')
    const known = JSON.parse(readFileSync(record, 'utf8'))
    expect(known.kernels).toBe(kernelsName())
    writeFileSync(record, JSON.stringify({ ...known, kernels: 'kernels-of-before' }))
    expect(hasKernels(target)).toBe(false)
    await install(folder)
    expect(JSON.parse(readFileSync(record, 'utf8'))).toEqual(known)
    rmSync(join(folder, KERNELS_PATH))
    await install(folder)
    expect(hasKernels(target)).toBe(true)
    expect(readdirSync(join(folder, 'lib')).sort()).toEqual(['deepauc_kernels.node', 'napi-v8'])
  })

  test('without a compiler the installation goes on without them, and says so in one line', async () => {
    const { folder } = temporaryProject()
    await install(folder)
    rmSync(join(folder, KERNELS_PATH))
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    vi.stubEnv('XDG_CACHE_HOME', temporaryFolder())
    vi.stubEnv('PATH', pathWith('node'))
    vi.stubEnv('CXX', undefined)
    const lines = await install(folder)
    expect(lines).toEqual([
      expect.stringMatching(/^without kernels of our own, steps take longer: a C\+\+ compiler/),
      expect.stringMatching(/\(from the wheel\) on the CPU: nothing to do$/),
    ])
    expect(existsSync(join(folder, KERNELS_PATH))).toBe(false)

    vi.stubEnv('CXX', process.execPath)
    expect((await install(folder))[1]).toMatch(
      /^without kernels of our own, .* the compiler fails \(.*\): see .*kernels\.log$/,
    )
  })
})

test('the status says whether they are there', async () => {
  for (const status of await nativeStatus())
    expect(inOneLine(status).includes('with kernels of our own')).toBe(
      status.kernels && status.tensorflow !== undefined,
    )
})

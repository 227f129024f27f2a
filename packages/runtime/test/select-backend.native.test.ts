import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addWithoutNativePart, createApplication, removeApplication, run } from './application.ts'
import { native, packageFolder } from './native.ts'

describe.skipIf(native.absent)(`selectBackend${native.why}`, () => {
  let app: string
  beforeEach(() => {
    app = createApplication('tfjs-backend-wasm', 'tfjs-backend-cpu', 'tfjs-node')
  })
  afterEach(() => removeApplication(app))

  /** The real package, given the binding and the CPU library of tfjs-node. */
  const addGpuPackage = () => {
    const folder = addWithoutNativePart(app, 'tfjs-node-gpu')
    for (const part of ['lib', 'deps'])
      symlinkSync(join(packageFolder('@tensorflow/tfjs-node'), part), join(folder, part))
  }

  test('takes tfjs-node', async () => {
    const { tensorflowVersion, ...result } = await run(app)
    expect(tensorflowVersion).toMatch(/^2\.\d+\.\d+$/)
    expect(result).toMatchObject({
      name: 'tfjs-node',
      line: `tfjs-node (TensorFlow ${tensorflowVersion}); tfjs-node-gpu: not installed`,
      active: 'tensorflow',
      gradient: [10],
      noise: '',
    })
  })

  test('takes tfjs-node-gpu, and says that there is no GPU', async () => {
    addGpuPackage()
    const { tensorflowVersion, ...result } = await run(app)
    expect(result).toMatchObject({
      name: 'tfjs-node-gpu',
      line: `tfjs-node-gpu (TensorFlow ${tensorflowVersion}, no GPU found, on the CPU)`,
      active: 'tensorflow',
      gradient: [10],
      noise: '',
    })
  })

  test('falls from a tfjs-node-gpu without its native part to tfjs-node', async () => {
    addWithoutNativePart(app, 'tfjs-node-gpu')
    const result = await run(app)
    expect(result).toMatchObject({ name: 'tfjs-node', gradient: [10], noise: '' })
    expect(result.line).toMatch(/; tfjs-node-gpu: installed without its native part$/)
  })

  test('keeps tfjs-node when told to take tfjs-node-gpu after it', async () => {
    addGpuPackage()
    const result = await run(app, [{ backend: 'tfjs-node' }, { backend: 'tfjs-node-gpu' }])
    expect(result.error).toMatch(/^Error: tfjs-node-gpu: another tfjs-node package is loaded/)
    expect(result).toMatchObject({ active: 'tensorflow', gradient: [10] })
  })

  test.each(['22', '23'])(
    'gives tfjs-node what Node 22 warns of and 23 lacks: %s',
    async (node) => {
      const result = await run(app, [{ backend: 'tfjs-node' }], { LIKE_NODE: node })
      expect(result).toMatchObject({ name: 'tfjs-node', gradient: [10], noise: '' })
    },
  )
})

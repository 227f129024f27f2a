import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { addWithoutNativePart, createApplication, removeApplication, run } from './application.ts'

let app: string
afterEach(() => removeApplication(app))

describe('without native TensorFlow', () => {
  test('takes wasm, and says why nothing faster', async () => {
    app = createApplication('tfjs-backend-wasm', 'tfjs-backend-cpu')
    expect(await run(app)).toMatchObject({
      name: 'wasm',
      line: 'wasm; tfjs-node-gpu: not installed; tfjs-node: not installed',
      active: 'wasm',
      nodeKernels: 0,
      gradient: [10],
      noise: '',
    })
  })

  test('takes cpu where there is no wasm either', async () => {
    app = createApplication('tfjs-backend-cpu')
    expect(await run(app)).toMatchObject({
      name: 'cpu',
      line: 'cpu; tfjs-node-gpu: not installed; tfjs-node: not installed; wasm: not installed',
      gradient: [10],
      noise: '',
    })
  })

  test('says when nothing loads', async () => {
    app = createApplication()
    const { error } = await run(app)
    expect(error).toMatch(/^Error: no back end .* cpu: not installed$/)
  })

  test('passes over a tfjs-node without its native part and leaves nothing of it behind', async () => {
    app = createApplication('tfjs-backend-wasm', 'tfjs-backend-cpu')
    addWithoutNativePart(app, 'tfjs-node')
    expect(await run(app)).toMatchObject({
      line: 'wasm; tfjs-node-gpu: not installed; tfjs-node: installed without its native part',
      nodeKernels: 0,
      gradient: [10],
      noise: '',
    })
  })

  test('passes over a native part that is no library', async () => {
    app = createApplication('tfjs-backend-wasm', 'tfjs-backend-cpu')
    const lib = join(addWithoutNativePart(app, 'tfjs-node'), 'lib/napi-v8')
    mkdirSync(lib, { recursive: true })
    writeFileSync(join(lib, 'tfjs_binding.node'), 'not a library')
    const { line, nodeKernels, gradient } = await run(app)
    expect(line).toMatch(/^wasm; .* tfjs-node: .*tfjs_binding\.node: .+$/)
    expect({ nodeKernels, gradient }).toEqual({ nodeKernels: 0, gradient: [10] })
  })
})

describe('as told', () => {
  test('by the argument, else by the environment', async () => {
    app = createApplication('tfjs-backend-wasm', 'tfjs-backend-cpu')
    const env = { DEEPAUC_BACKEND: 'cpu' }
    expect(await run(app, [{}], env)).toMatchObject({ name: 'cpu', line: 'cpu' })
    expect(await run(app, [{ backend: 'wasm' }], env)).toMatchObject({ line: 'wasm' })
  })

  test('one after the other', async () => {
    app = createApplication('tfjs-backend-wasm', 'tfjs-backend-cpu')
    const result = await run(app, [{ backend: 'wasm' }, { backend: 'cpu' }])
    expect(result).toMatchObject({ name: 'cpu', active: 'cpu', gradient: [10], noise: '' })
  })

  test('what does not load is an error with the remedy, and the back end of before stays', async () => {
    app = createApplication('tfjs-backend-cpu')
    addWithoutNativePart(app, 'tfjs-node')
    const result = await run(app, [{ backend: 'cpu' }, { backend: 'tfjs-node' }])
    expect(result).toMatchObject({ active: 'cpu', nodeKernels: 0, gradient: [10], noise: '' })
    expect(result.error).toMatch(
      /^Error: tfjs-node: installed without its native part\. To get it: .*`npx deepauc-native install`$/,
    )
  })

  test.each<[Parameters<typeof run>[1], string]>([
    [[{ threads: 0 }], 'threads must be a whole number ≥ 1, got 0'],
    [[{ interOpThreads: 1.5 }], 'interOpThreads must be a whole number ≥ 1, got 1.5'],
    [
      [{ xla: { ops: ['PW'], minClusterSize: -1 } }],
      'xla.minClusterSize must be a whole number ≥ 1, got -1',
    ],
    [[{ xla: { ops: [] } }], 'xla.ops must be names of ops, got []'],
    [[{ xla: { ops: ['PW --tf_x'] } }], 'xla.ops must be names of ops, got [PW --tf_x]'],
  ])('%j, which cannot be', async (choices, message) => {
    app = createApplication('tfjs-backend-cpu')
    expect((await run(app, choices)).error).toBe(`RangeError: ${message}`)
  })

  test.each([
    [
      'tfjs-node-gpu',
      /^Error: tfjs-node-gpu: not installed\. .*`npx deepauc-native install --gpu`$/,
    ],
    ['wasm', /^Error: wasm: not installed\. To get it: .*@tensorflow\/tfjs-backend-wasm/],
    ['webgl', /^RangeError: .* webgl; choose one of tfjs-node-gpu, tfjs-node, wasm, cpu$/],
  ])('%s, which is not there', async (backend, message) => {
    app = createApplication('tfjs-backend-cpu')
    expect((await run(app, [{ backend }])).error).toMatch(message)
  })
})

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { RecordableBackend } from '../src/compile/backend.ts'
import { joinBatchNorms } from '../src/compile/batch-norms.ts'
import { nodesOf } from '../src/compile/graph.ts'
import { loadKernels } from '../src/compile/own-kernels.ts'
import { selectBackend } from '../src/index.ts'
import { batchNormGraph, runGraph, type Surroundings } from './batch-norm-graphs.ts'
import { batchNormReference } from './batch-norm-reference.ts'
import { packageFolder } from './native.ts'
import { wave } from './reference.ts'

const library = join(packageFolder('@tensorflow/tfjs-node'), 'lib/deepauc_kernels.node')
const absent = !existsSync(library)
const why = absent ? ' (skipped: tfjs-node has no kernels of ours here)' : ''

const flags = [false, true]
const surroundings = flags.flatMap((residual) =>
  flags.flatMap((relu) =>
    flags.flatMap((two) => flags.map((shared) => ({ residual, relu, two, shared }))),
  ),
)
const plain: Surroundings = {
  ...{ precision: 'float32', residual: false, relu: false, two: false, shared: false },
}

/** One pixel, one row, channels that fill no vector or more than one, several blocks, the last of them not full. */
const shapes = [
  [1, 1, 1, 1],
  [1, 1, 1, 5],
  [1, 1, 7, 3],
  [2, 3, 5, 17],
  [3, 9, 11, 16],
  [2, 5, 5, 130],
  [4, 16, 16, 24],
  [9, 30, 31, 16],
]

/** Numbers that bfloat16 has. */
function inputsOf(shape: readonly number[], shift = 0): Float32Array[] {
  const channels = [shape.at(-1) as number]
  return [shape, shape, shape, shape, channels, channels].map((shape, k) => {
    const values = tf.tidy(() => wave([...shape], k).dataSync() as Float32Array)
    const bits = new Uint32Array(values.map((v) => v + (k === 0 ? shift : 0)).buffer)
    return new Float32Array(bits.map((b) => b & 0xffff0000).buffer)
  })
}

type Kind = 'joined' | 'unfused'

function run(
  kind: Kind,
  shape: readonly number[],
  around: Surroundings,
  inputs: readonly Float32Array[],
): Float32Array[] {
  const graph = batchNormGraph(shape, around)
  const tensors = inputs.map((values, k) => tf.tensor(values, k < 4 ? [...shape] : [values.length]))
  const wanted = kind === 'joined' ? joinBatchNorms(graph) : graph
  const results = runGraph(tf.backend() as RecordableBackend, wanted, tensors)
  tf.dispose(tensors)
  return results
}

/** The largest difference, relative to the largest number of the reference or 1. */
function error(values: ArrayLike<number>, reference: readonly number[]): number {
  expect(values.length).toBe(reference.length)
  const largest = (numbers: readonly number[]) =>
    numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 0)
  return largest(reference.map((r, i) => r - values[i]!)) / Math.max(largest(reference), 1)
}

describe.skipIf(absent)(`batch norms by kernels of our own${why}`, () => {
  beforeAll(async () => {
    await selectBackend({ backend: 'tfjs-node' })
    expect(loadKernels(tf.backend() as RecordableBackend)).toBe(true)
  })

  test.each(surroundings)('one op for each direction: %j', (around) => {
    const graph = batchNormGraph([2, 3, 4, 5], { ...around, precision: 'float32' })
    const ops = nodesOf(joinBatchNorms(graph)).map(({ op }) => op)
    expect(ops.filter((op) => op !== 'Placeholder').sort()).toEqual([
      // A gradient without a rectifier is there already when it is shared.
      ...(around.two && around.shared && !around.relu ? ['AddV2'] : []),
      'DeepaucBatchNorm',
      'DeepaucBatchNormGrad',
    ])
  })

  // In bfloat16, the sum of two gradients is rounded, and then the gradient that is made of it.
  describe.each([
    ['float32', 1.5e-6],
    ['bfloat16', 2 ** -7],
  ] as const)('%s', (precision, tolerance) => {
    test.each(surroundings)('values are those of float64: %j', (some) => {
      const around = { ...some, precision }
      for (const shape of shapes) {
        const inputs = inputsOf(shape)
        const own = run('joined', shape, around, inputs)
        const reference = batchNormReference(inputs as never, around, (i) => own[0]![i]! > 0)
        for (const [k, values] of own.entries())
          expect(error(values, reference[k]!), `output ${k} of ${shape}`).toBeLessThan(tolerance)
      }
    })
  })

  test('a mean far from 0 costs no more digits than it costs TensorFlow', () => {
    const shape = [8, 16, 16, 16]
    const inputs = inputsOf(shape, 1000)
    const reference = batchNormReference(inputs as never, plain, () => true)
    const errors = (kind: Kind) =>
      run(kind, shape, plain, inputs).map((values, k) => error(values, reference[k]!))
    const theirs = errors('unfused')
    for (const [k, own] of errors('joined').entries())
      expect(own, `output ${k}`).toBeLessThanOrEqual(1.1 * theirs[k]! + 1e-6)
  })

  test.each(['float32', 'bfloat16'] as const)(
    '%s: what is not finite spoils the same numbers as in TensorFlow',
    (precision) => {
      const shape = [4, 16, 16, 16]
      const around = { ...plain, precision, shared: true, two: true }
      const inputs = inputsOf(shape)
      inputs[0]![0] = Number.NaN
      inputs[0]![1] = Number.POSITIVE_INFINITY
      inputs[2]![2] = Number.NaN
      inputs[3]![3] = Number.NEGATIVE_INFINITY
      const finite = (kind: Kind) =>
        run(kind, shape, around, inputs).map((values) => [...values].map(Number.isFinite))
      const own = finite('joined')
      expect(own).toEqual(finite('unfused'))
      // Two channels of y, four of dx.
      expect([own[0], own[3]].map((map) => map!.filter((is) => !is).length)).toEqual([2048, 4096])
    },
  )

  test('a rectifier lets pass what is not a number', () => {
    const shape = [1, 2, 2, 16]
    const inputs = inputsOf(shape)
    inputs[0]![0] = Number.NaN
    const [y] = run('joined', shape, { ...plain, relu: true }, inputs)
    const nans = [...y!].flatMap((value, i) => (Number.isNaN(value) ? [i] : []))
    expect(nans).toEqual([0, 16, 32, 48])
  })

  test('sessions and tensors go away', () => {
    const shape = [2, 8, 8, 16]
    const inputs = inputsOf(shape)
    const around = { ...plain, residual: true, relu: true, two: true, shared: true }
    const backend = tf.backend() as RecordableBackend & { getNumOfTFTensors(): number }
    const count = () => [tf.memory().numTensors, backend.getNumOfTFTensors()]
    const before = count()
    run('joined', shape, around, inputs)
    expect(count()).toEqual(before)
  })
})

test('without the library there are no kernels, and nothing is remembered', () => {
  const backend = { binding: {}, isGPUPackage: true } as RecordableBackend
  const load = vi.fn(() => {
    throw new Error('Cannot find module')
  })
  expect(loadKernels(backend, load)).toBe(false)
  expect(loadKernels(backend, load)).toBe(false)
  expect(load.mock.calls).toEqual(
    Array(2).fill(['@tensorflow/tfjs-node-gpu/lib/deepauc_kernels.node']),
  )
  load.mockImplementation((() => {}) as never)
  // TensorFlow does not survive the second time.
  for (let i = 0; i < 3; i++) expect(loadKernels(backend, load)).toBe(true)
  expect(load).toHaveBeenCalledTimes(3)
})

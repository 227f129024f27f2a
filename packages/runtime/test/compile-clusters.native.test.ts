import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { dataTypes, type RecordableBackend } from '../src/compile/backend.ts'
import { type Graph, nodesOf } from '../src/compile/graph.ts'
import { compile } from '../src/compile/index.ts'
import { optimise } from '../src/compile/optimise.ts'
import { record } from '../src/compile/record.ts'
import { supportsXla } from '../src/compile/xla-support.ts'
import { selectBackend } from '../src/index.ts'
import { native } from './native.ts'
import { expectClose, wave } from './reference.ts'

/** Two residual blocks, the second with a shortcut that leaves out pixels; its gradients by the filters. */
function network(...inputs: tf.Tensor[]): tf.Tensor[] {
  const [images, ...filters] = inputs as [tf.Tensor, ...tf.Tensor[]]
  const score = (...[first, second]: tf.Tensor[]) => {
    const convolve = (x: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, first as tf.Tensor4D, 1, 'same')
    const input = tf.relu(convolve(images))
    const block = tf.relu(tf.add(convolve(input), input))
    const halved = tf.conv2d(block as tf.Tensor4D, second as tf.Tensor4D, 2, 'same')
    const shortcut = tf.pad(tf.avgPool(block as tf.Tensor4D, 1, 2, 'valid'), [
      [0, 0],
      [0, 0],
      [0, 0],
      [4, 4],
    ])
    return tf.mean(tf.relu(tf.add(halved, shortcut)))
  }
  return [score(...filters), ...tf.grads(score)(filters)]
}

const shapes = [
  [64, 32, 32, 16],
  [3, 3, 16, 16],
  [3, 3, 16, 24],
]

function optimised(precision: 'float32' | 'bfloat16', xla: boolean): Graph {
  const inputs = shapes.map((shape, i) => wave(shape, i))
  const { recording, result } = record(tf.backend() as RecordableBackend, network, inputs)
  tf.dispose([inputs, result])
  return optimise(recording!.graph, { precision, gpu: false, xla: () => xla, kernels: () => false })
}

function opsOf(graph: Graph): string[] {
  return nodesOf(graph).map(({ op, attributes: { f: called } }) =>
    called?.kind === 'function'
      ? `XLA: ${nodesOf(called.value.body)
          .map((node) => node.op)
          .filter((inside) => !['Parameter', 'Const', 'Placeholder', 'Cast'].includes(inside))
          .join('+')}`
      : op,
  )
}

describe.skipIf(native.absent)(`clusters of XLA${native.why}`, () => {
  beforeAll(async () => {
    await selectBackend({ backend: 'tfjs-node' })
  })

  test.each([
    ['float32', 1e-5],
    ['bfloat16', 0.03],
  ] as const)('%s gradients stay those of eager code', (precision, tolerance) => {
    const compiled = compile(network, { precision })
    tf.tidy(() => {
      const inputs = shapes.map((shape, i) => wave(shape, i))
      const [eager, , second] = [network, compiled, compiled].map((f) =>
        f(...inputs).map((tensor) => [...tensor.dataSync()]),
      )
      expectClose(second!, eager!, tolerance)
    })
    compiled.session.dispose()
  })

  test('TensorFlow of the wheel has XLA', () => {
    expect(supportsXla(tf.backend() as RecordableBackend)).toBe(true)
  })

  test('bfloat16 joins sums with the activation after them', () => {
    const graph = optimised('bfloat16', true)
    expect(opsOf(graph)).toContain('XLA: AddV2+Relu')
    const alone = nodesOf(graph).filter(({ outputs: [output] }) => {
      return output?.dtype === dataTypes.bfloat16 && output.shape.length === 4
    })
    expect(alone.map(({ op }) => op)).not.toContain('AddV2')
    expect(alone.map(({ op }) => op)).not.toContain('ReluGrad')
  })

  test('float32 joins no sums and rectifiers', () => {
    expect(opsOf(optimised('float32', true)).filter((op) => op.startsWith('XLA'))).toEqual([])
  })

  test('without XLA nothing is joined', () => {
    expect(opsOf(optimised('bfloat16', false)).filter((op) => op.startsWith('XLA'))).toEqual([])
  })

  test('equal clusters are one function', () => {
    const names = [0, 1].map(() =>
      nodesOf(optimised('bfloat16', true)).flatMap(({ attributes: { f: called } }) =>
        called?.kind === 'function' ? called.value.name : [],
      ),
    )
    expect(names[0]).toEqual(names[1])
    expect(names[0]?.length).toBeGreaterThan(2)
  })
})

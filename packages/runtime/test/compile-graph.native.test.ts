import { smallCnn } from '@deepauc/models'
import { pdsca } from '@deepauc/optimizers'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { dataTypes, type RecordableBackend } from '../src/compile/backend.ts'
import { type Graph, type Node, nodesOf } from '../src/compile/graph.ts'
import { optimise } from '../src/compile/optimise.ts'
import { record } from '../src/compile/record.ts'
import { selectBackend } from '../src/index.ts'
import { native } from './native.ts'
import { wave } from './reference.ts'
import { createBatch, createTraining } from './training.ts'

describe.skipIf(native.absent)(`the graph${native.why}`, () => {
  beforeAll(async () => {
    await selectBackend({ backend: 'tfjs-node' })
  })

  const graphOf = (
    f: (...inputs: tf.Tensor[]) => unknown,
    inputs: tf.Tensor[],
    precision: 'float32' | 'bfloat16' = 'float32',
  ): Graph => {
    const { result, recording } = record(tf.backend() as RecordableBackend, f, inputs)
    tf.dispose(result as tf.TensorContainer)
    return optimise(recording!.graph, {
      precision,
      gpu: false,
      xla: () => true,
      kernels: () => false,
    })
  }
  const opsOf = (f: (x: tf.Tensor) => unknown, shape: number[]) =>
    tf.tidy(() => nodesOf(graphOf(f as () => unknown, [wave(shape)])).map(({ op }) => op))
  const count = (nodes: Node[], op: string, dtype: number = dataTypes.float32) =>
    nodes.filter((node) => node.op === op && node.outputs[0]!.dtype === dtype).length

  test('holds what is needed', () => {
    expect(
      opsOf(
        (x) => {
          tf.exp(x)
          return tf.neg(x)
        },
        [2],
      ),
    ).toEqual(['Placeholder', 'Neg'])
  })

  test('computes equal things once', () => {
    expect(opsOf((x) => tf.add(tf.exp(x), tf.exp(tf.mul(tf.clone(x), tf.ones([2])))), [2])).toEqual(
      ['Placeholder', 'Exp', 'AddV2'],
    )
    expect(opsOf((x) => [tf.sum(x, 0), tf.sum(x, 1)], [2, 2])).toEqual([
      'Const',
      'Placeholder',
      'Sum',
      'Const',
      'Sum',
    ])
  })

  test('makes one reshape of several, or none', () => {
    const several = (x: tf.Tensor) => tf.expandDims(tf.reshape(tf.reshape(x, [2, 3]), [6]), 1)
    expect(opsOf((x) => tf.exp(several(x)), [3, 2])).toEqual([
      'Const',
      'Placeholder',
      'Reshape',
      'Exp',
    ])
    expect(opsOf((x) => tf.exp(several(x)), [6, 1])).toEqual(['Placeholder', 'Exp'])
  })

  test('has a convolution in place of the gradient by its input', () => {
    const gradient = (size: number, stride: number, padding: 'same' | 'valid') => {
      const filter = wave([size, size, 2, 3]) as tf.Tensor4D
      const f = (x: tf.Tensor) => tf.conv2d(x as tf.Tensor4D, filter, stride, padding)
      return opsOf(tf.grad(f), [2, 6, 6, 2]).filter((op) => op.startsWith('Conv2D'))
    }
    tf.tidy(() => {
      expect(gradient(3, 1, 'same')).toEqual(['Conv2D'])
      for (const other of [gradient(2, 1, 'same'), gradient(3, 2, 'same'), gradient(3, 1, 'valid')])
        expect(other).toEqual(['Conv2DBackpropInput'])
    })
  })

  describe('of a compositional step', () => {
    const nodesOfStep = (precision: 'float32' | 'bfloat16') => {
      const training = createTraining(smallCnn({ seed: 0 }), pdsca({ variant: 'libauc' }))
      const step = training.step as (...inputs: tf.Tensor[]) => unknown
      const batch = createBatch([4, 8, 8, 1], 0)
      const graph = graphOf(step, batch, precision)
      tf.dispose(batch)
      training.dispose()
      return nodesOf(graph)
    }

    test('has no gradient that nobody asked for', () => {
      const nodes = nodesOfStep('float32')
      // Three layers on two batches; the images have no gradient.
      expect(count(nodes, 'Conv2D')).toBe(6)
      expect(count(nodes, 'Conv2DBackpropFilter')).toBe(6)
      expect(count(nodes, 'Conv2DBackpropInput')).toBe(4)
      expect(count(nodes, 'FusedBatchNormGradV3')).toBe(6)
      expect(count(nodes, 'ReluGrad')).toBe(6)
      expect(count(nodes, 'Add')).toBe(0)
    })

    test('in bfloat16 casts every weight and activation once, and nothing to and fro', () => {
      const nodes = nodesOfStep('bfloat16')
      for (const op of ['Conv2D', 'Conv2DBackpropFilter', 'FusedBatchNormV3', 'ReluGrad'])
        expect([op, count(nodes, op, dataTypes.bfloat16)]).toEqual([op, 6])
      const casts = nodes.filter(({ op }) => op === 'Cast')
      const cast = casts.map(({ inputs }) => inputs[0]!)
      expect(new Set(cast).size).toBe(cast.length)
      expect(cast.filter(({ node }) => node.op === 'Cast')).toEqual([])
      // Two batches: images, three filters, the last weights, the gradient of its product; and what to pad with.
      expect(count(nodes, 'Cast', dataTypes.bfloat16)).toBe(2 * (1 + 3 + 1 + 1) + 1)
    })
  })
})

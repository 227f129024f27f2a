/** What networks with sigmoid linear units and 1×1 convolutions have in their graphs. */
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { dataTypes, type RecordableBackend } from '../src/compile/backend.ts'
import { type Graph, type Node, nodesOf } from '../src/compile/graph.ts'
import { compile } from '../src/compile/index.ts'
import { optimise } from '../src/compile/optimise.ts'
import { record } from '../src/compile/record.ts'
import { selectBackend } from '../src/index.ts'
import { native } from './native.ts'
import { expectClose, wave } from './reference.ts'

const shapes = [
  [8, 64, 64, 8],
  [1, 1, 8, 16],
  [1, 1, 8, 16],
  [8, 1, 1, 1],
  [16, 1],
  [1, 1, 16, 16],
]

/** A sigmoid linear unit, weights for channels, and a branch with a weight for each image; the score and its gradients. */
function network(...inputs: tf.Tensor[]): tf.Tensor[] {
  const [images, first, second, keep, dense, excite] = inputs as tf.Tensor4D[]
  const score = (...[first, second]: tf.Tensor[]) => {
    const y = tf.conv2d(images!, first as tf.Tensor4D, 1, 'same')
    const unit = tf.mul(y, tf.sigmoid(y)) as tf.Tensor4D
    const mean = tf.avgPool(unit, [64, 64], 1, 'valid')
    const excited = tf.conv2d(mean, excite as tf.Tensor4D, 1, 'same')
    const weighted = tf.mul(unit, tf.sigmoid(excited))
    const branch = tf.mul(tf.conv2d(images!, second as tf.Tensor4D, 1, 'valid'), keep!)
    const joined = tf.add(branch, weighted) as tf.Tensor4D
    const features = tf.reshape(tf.avgPool(joined, 64, 64, 'valid'), [8, 16])
    return tf.mean(tf.square(tf.matMul(features, dense as unknown as tf.Tensor2D)))
  }
  return [score(first!, second!), ...tf.grads(score)([first!, second!])]
}

function optimised(precision: 'float32' | 'bfloat16'): Graph {
  const inputs = shapes.map((shape, i) => wave(shape, i))
  const { recording, result } = record(tf.backend() as RecordableBackend, network, inputs)
  tf.dispose([inputs, result!])
  return optimise(recording!.graph, {
    precision,
    gpu: false,
    xla: () => true,
    kernels: () => false,
  })
}

const isFeatureMap = ({ outputs: [output] }: Node) =>
  output?.shape.length === 4 && output.shape[1] === 64

function inside(graph: Graph): string[] {
  return nodesOf(graph).flatMap(({ attributes: { f: called } }) =>
    called?.kind === 'function' ? nodesOf(called.value.body).map(({ op }) => op) : [],
  )
}

describe.skipIf(native.absent)(`feature maps${native.why}`, () => {
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

  test.each(['float32', 'bfloat16'] as const)('%s sigmoids never reach memory', (precision) => {
    const graph = optimised(precision)
    const alone = nodesOf(graph).filter((node) => isFeatureMap(node) && node.op === 'Sigmoid')
    expect(alone).toEqual([])
    // Once in each direction, not kept from one for the other.
    expect(inside(graph).filter((op) => op === 'Sigmoid').length).toBeGreaterThanOrEqual(2)
  })

  test('bfloat16 weights of channels and images follow their feature map', () => {
    const wide = nodesOf(optimised('bfloat16')).filter(
      (node) => isFeatureMap(node) && node.outputs[0]?.dtype === dataTypes.float32,
    )
    // A gradient is cast to be summed by channel.
    expect(new Set(wide.map(({ op }) => op))).toEqual(new Set(['Placeholder', 'Cast']))
  })

  test('the gradient of global pooling stays small where it is added or multiplies, and only there', () => {
    const left = (graph: Graph) => nodesOf(graph).filter(({ op }) => op === 'AvgPoolGrad').length
    // One of two: that of the last pooling is spread by its product with a number for each image.
    expect([left(optimised('float32')), left(optimised('bfloat16'))]).toEqual([1, 1])

    const rectified = (x: tf.Tensor) =>
      tf.grad((x) => tf.sum(tf.square(tf.avgPool(tf.relu(x) as tf.Tensor4D, 4, 1, 'valid'))))(x)
    const input = wave([2, 4, 4, 3])
    const { recording, result } = record(tf.backend() as RecordableBackend, rectified, [input])
    tf.dispose([input, result!])
    const options = {
      precision: 'float32',
      gpu: false,
      xla: () => false,
      kernels: () => false,
    } as const
    expect(left(optimise(recording!.graph, options))).toBe(1)
  })

  test('gradients of a 1×1 convolution are matrix products: by its input, and in bfloat16 by its filter', () => {
    const count = (precision: 'float32' | 'bfloat16', name: string) =>
      nodesOf(optimised(precision)).filter(({ op }) => op === name).length
    expect([count('bfloat16', 'MatMul'), count('bfloat16', 'Conv2DBackpropFilter')]).toEqual([3, 0])
    expect([count('float32', 'MatMul'), count('float32', 'Conv2DBackpropFilter')]).toEqual([1, 2])
    expect([
      count('bfloat16', 'Conv2DBackpropInput'),
      count('float32', 'Conv2DBackpropInput'),
    ]).toEqual([0, 0])
  })

  test('what oneDNN computes slowly in bfloat16 is float32', () => {
    const gradients = (channels: number, stride: number) => {
      const f = (...[x, filter]: tf.Tensor[]) => {
        const y = tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, 'same')
        const scale = tf.ones([channels]) as tf.Tensor1D
        const [z] = tf
          .engine()
          .runKernel(
            'BatchNormTraining',
            { x: y, scale, offset: scale },
            { epsilon: 1 },
          ) as unknown as tf.Tensor[]
        return [
          z!,
          tf.grad((x) =>
            tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, 'same'),
          )(x!),
        ]
      }
      const inputs = [wave([4, 64, 64, channels]), wave([3, 3, channels, 1])]
      const { recording, result } = record(tf.backend() as RecordableBackend, f, inputs)
      tf.dispose([inputs, result!])
      const graph = optimise(recording!.graph, {
        precision: 'bfloat16',
        gpu: false,
        xla: () => true,
        kernels: () => false,
      })
      const dtypeOf = (name: string) =>
        nodesOf(graph).find(({ op }) => op === name)?.outputs[0]?.dtype
      return ['FusedBatchNormV3', 'DepthwiseConv2dNativeBackpropInput'].map(dtypeOf)
    }
    const { float32, bfloat16 } = dataTypes
    expect(gradients(32, 1)).toEqual([bfloat16, bfloat16])
    expect(gradients(24, 1)).toEqual([float32, bfloat16])
    expect(gradients(32, 2)).toEqual([bfloat16, float32])
  })

  test('bfloat16 functions of XLA compute in float32', () => {
    const bodies = nodesOf(optimised('bfloat16')).flatMap(({ attributes: { f: called } }) =>
      called?.kind === 'function' ? [called.value.body] : [],
    )
    const low = bodies.flatMap(({ outputs, ...rest }) =>
      nodesOf({ outputs, ...rest }).filter(
        ({ outputs: [output] }) => output?.dtype === dataTypes.bfloat16,
      ),
    )
    expect(bodies.length).toBeGreaterThan(2)
    expect(new Set(low.map(({ op }) => op))).toEqual(new Set(['Parameter', 'Cast']))
  })
})

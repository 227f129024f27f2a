import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { dataTypes, type RecordableBackend } from '../src/compile/backend.ts'
import { nodesOf } from '../src/compile/graph.ts'
import { compile } from '../src/compile/index.ts'
import { optimise } from '../src/compile/optimise.ts'
import { record } from '../src/compile/record.ts'
import { Session } from '../src/compile/session.ts'
import { selectBackend } from '../src/index.ts'
import { native } from './native.ts'
import { expectClose, wave } from './reference.ts'

/** A network with every op that can be bfloat16; its scores, and their gradients by all inputs. */
function network(...inputs: tf.Tensor[]): tf.Tensor[] {
  const scores = (...[images, filter, bias, depthwise, dense]: tf.Tensor[]) => {
    const features = tf.relu(
      tf.add(tf.conv2d(images as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same'), bias!),
    ) as tf.Tensor4D
    const each = tf.depthwiseConv2d(features, depthwise as tf.Tensor4D, 1, 'same') as tf.Tensor4D
    const joined = tf.concat([tf.sub(features, each), tf.mul(each, 0.5)], 3) as tf.Tensor4D
    const padded = tf.pad(tf.maxPool(joined, 2, 2, 'same'), [
      [0, 0],
      [1, 0],
      [0, 1],
      [0, 0],
    ])
    const pooled = tf.avgPool(tf.transpose(padded, [0, 2, 1, 3]) as tf.Tensor4D, 2, 1, 'valid')
    const part = tf.slice(pooled, [0, 0, 1, 0], [-1, -1, 2, -1])
    return tf.matMul(tf.reshape(part, [images!.shape[0]!, -1]), dense as tf.Tensor2D)
  }
  return [scores(...inputs), ...tf.grads(scores)(inputs)]
}

const shapes = [[4, 8, 8, 3], [3, 3, 3, 8], [8], [3, 3, 8, 1], [4 * 2 * 16, 2]]

describe.skipIf(native.absent)(`16 bits${native.why}`, () => {
  beforeAll(async () => {
    await selectBackend({ backend: 'tfjs-node' })
  })

  test('gradients of every op stay near those of float32', () => {
    const compiled = compile(network, { precision: 'bfloat16' })
    tf.tidy(() => {
      const inputs = shapes.map((shape, i) => wave(shape, i))
      const [eager, first, second] = [network, compiled, compiled].map((f) =>
        f(...inputs).map((tensor) => [...tensor.dataSync()]),
      )
      expect(first).toEqual(eager)
      // Rounding gives some gradients to another pixel of a maximum.
      expectClose(second!, eager!, 0.06)
    })
    compiled.session.dispose()
  })

  test('only what reduces, and what the user gets, is float32', () => {
    tf.tidy(() => {
      const inputs = shapes.map((shape, i) => wave(shape, i))
      const { recording } = record(tf.backend() as RecordableBackend, network, inputs)
      const graph = optimise(recording!.graph, {
        precision: 'bfloat16',
        gpu: false,
        xla: () => true,
        kernels: () => false,
      })
      const float32 = nodesOf(graph).filter((node) =>
        node.outputs.some(({ dtype }) => dtype === dataTypes.float32),
      )
      const ops = new Set(float32.map(({ op }) => op))
      expect([...ops].sort()).toEqual(['Cast', 'Const', 'Placeholder', 'Sum'])
    })
  })

  test('float16 is refused without a GPU', () => {
    const compiled = compile((x: tf.Tensor) => tf.square(x), { precision: 'float16' })
    tf.tidy(() => {
      expect(() => compiled(tf.zeros([1]))).toThrow(
        new RangeError("precision 'float16' needs a GPU; on a CPU take 'bfloat16'"),
      )
    })
  })

  test('the graph for a GPU computes gradients near those of float32, in float16', () => {
    const backend = tf.backend() as RecordableBackend
    const session = new Session()
    tf.tidy(() => {
      const inputs = shapes.map((shape, i) => wave(shape, i))
      const { recording } = record(backend, network, inputs, Number.POSITIVE_INFINITY)
      const options = {
        precision: 'float16',
        gpu: true,
        xla: () => false,
        kernels: () => false,
      } as const
      const graph = optimise(recording!.graph, options)
      const low = nodesOf(graph).filter((node) =>
        node.outputs.some(({ dtype }) => dtype === dataTypes.float16),
      )
      expect(low.map(({ op }) => op)).toContain('Conv2DBackpropFilter')
      session.add(graph)
      const values = session.run(backend, graph, inputs).map((tensor) => [...tensor.dataSync()])
      const eager = network(...inputs).map((tensor) => [...tensor.dataSync()])
      // Rounding gives some gradients to another pixel of a maximum.
      expectClose(values, eager, 0.04)
    })
    session.dispose()
  })
})

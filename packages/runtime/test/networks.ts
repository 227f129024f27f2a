/** Whole networks on a back end against the cpu back end as tfjs ships it. */
import { type Model, resnet20, smallCnn } from '@deepauc/models'
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { type BackendName, selectBackend } from '../src/index.ts'
import { expectClose, on, wave } from './reference.ts'

// The reference takes a second for each step of resnet20.
const networks: [string, number, () => Model][] = [
  ['resnet20', 1, () => resnet20({ seed: 0, channels: 1 })],
  ['smallCnn', 3, () => smallCnn({ seed: 0 })],
]

/** The tests for one back end, `name` being how tfjs calls it. */
export function networkTests(backend: BackendName, name: string): void {
  test.each(networks)('%s: loss, gradients and statistics of step %i', async (_, steps, create) => {
    await selectBackend({ backend })
    const expected = await on('reference', () => descend(create, steps))
    const actual = await on(name, () => descend(create, steps))
    // Normalising a few pixels and descending amplify the rounding of float32.
    expectClose(actual, expected, 1e-4)
  })

  test('nothing is left behind by a step', async () => {
    await selectBackend({ backend })
    const model = smallCnn({ seed: 0 })
    const step = () =>
      tf.tidy(() => {
        gradients(model)
      })
    step()
    const before = tensors()
    for (let i = 0; i < 5; i++) step()
    expect(tensors()).toEqual(before)
    model.dispose()
  })
}

/** Descends; the last loss, the last gradients and the running statistics. */
function descend(create: () => Model, steps: number): tf.Tensor[] {
  const model = create()
  const results = Array.from({ length: steps }, () => {
    const { value, grads } = gradients(model)
    for (const variable of Object.values(model.parameters)) {
      const step = tf.mul(grads[variable.name]!, 0.1)
      variable.assign(tf.sub(variable, step))
    }
    return [value, ...Object.values(grads)]
  })
  const statistics = Object.values(model.statistics).map((variable) => tf.clone(variable))
  model.dispose()
  return [...results.at(-1)!, ...statistics]
}

function gradients(model: Model): { value: tf.Scalar; grads: tf.NamedTensorMap } {
  const images = wave([4, 8, 8, 1]) as tf.Tensor4D
  const labels = tf.tensor2d([1, 0, 0, 1], [4, 1])
  return tf.variableGrads(() => {
    const logits = model.apply(images, { training: true })
    return tf.mean(tf.sub(tf.softplus(logits), tf.mul(labels, logits)))
  }, Object.values(model.parameters))
}

/** Tensors of tfjs, data of the back end, and handles of TensorFlow where there are some. */
function tensors(): unknown {
  const { getNumOfTFTensors } = tf.backend() as { getNumOfTFTensors?: () => number }
  return [
    tf.engine().state.numTensors,
    tf.backend().numDataIds(),
    getNumOfTFTensors?.call(tf.backend()),
  ]
}

import { fromLayersModel, type Model } from '@deepauc/models'
import { pdsca } from '@deepauc/optimizers'
import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { beforeAll, describe, expect, test } from 'vitest'
import { compile } from '../src/compile/index.ts'
import { selectBackend } from '../src/index.ts'
import { native } from './native.ts'
import { expectClose, wave } from './reference.ts'
import { createTraining, train } from './training.ts'

const { layers } = tfl
const initializer = (seed: number) => tfl.initializers.glorotUniform({ seed })

/** Both kinds of batch normalisation, and dropout at the end where wanted. */
function create(rate = 0): Model {
  const network = tfl.sequential({
    layers: [
      layers.conv2d({
        inputShape: [8, 8, 1],
        filters: 4,
        kernelSize: 3,
        // The gradient of a bias before a batch norm is nothing but rounding errors.
        useBias: false,
        kernelInitializer: initializer(1),
      }),
      layers.batchNormalization({ scale: false, momentum: 0.9 }),
      layers.reLU(),
      layers.depthwiseConv2d({
        kernelSize: 3,
        useBias: false,
        depthwiseInitializer: initializer(2),
      }),
      layers.batchNormalization(),
      layers.flatten(),
      layers.dropout({ rate }),
      layers.dense({ units: 1, kernelInitializer: initializer(3) }),
    ],
  })
  return fromLayersModel(network, { seed: 0 })
}

describe.skipIf(native.absent)(`a compiled tf.LayersModel${native.why}`, () => {
  beforeAll(async () => {
    await selectBackend({ backend: 'tfjs-node' })
  })

  test('trains as in the eager run', () => {
    const start = () => createTraining(create(), pdsca({ variant: 'libauc' }))
    const [eager, compiled] = [start(), start()]
    const run = { steps: 5, shape: [8, 8, 8, 1] as [number, number, number, number] }
    const step = compile(compiled.step)
    const finish = () => step.session.dispose()
    const expected = train(eager, run)
    expectClose(train(compiled, { ...run, step, finish }), expected)
    for (const training of [eager, compiled]) training.dispose()
  })

  test('draws what it is fed', () => {
    const model = create(0.5)
    expect(model.noise).toBe(4 * 4 * 4)
    const forward = (images: tf.Tensor4D, noise: tf.Tensor2D) =>
      model.apply(images, { training: true, updateStatistics: false, noise })
    const step = compile(forward)
    tf.tidy(() => {
      const images = wave([4, 8, 8, 1]) as tf.Tensor4D
      for (const phase of [0, 1, 2]) {
        const noise = tf.abs(wave([4, model.noise], phase)) as tf.Tensor2D
        const [actual, expected] = [step, forward].map((run) => [...run(images, noise).dataSync()])
        expectClose([actual!], [expected!])
      }
    })
    step.session.dispose()
    model.dispose()
  })

  test('leaves no tensor behind in TensorFlow', () => {
    const model = create(0.5)
    const { getNumOfTFTensors } = tf.backend() as unknown as { getNumOfTFTensors(): number }
    const count = () => [tf.memory().numTensors, getNumOfTFTensors.call(tf.backend())]
    const step = () =>
      tf.tidy(() => {
        const [images, noise] = [wave([4, 8, 8, 1]), wave([4, model.noise])]
        const mode = { training: true, noise: noise as tf.Tensor2D }
        tf.variableGrads(() => tf.sum(model.apply(images as tf.Tensor4D, mode)))
      })
    step()
    const before = count()
    for (let i = 0; i < 3; i++) step()
    expect(count()).toEqual(before)
    model.dispose()
  })
})

import * as tf from '@tensorflow/tfjs-core'
import * as tfl from '@tensorflow/tfjs-layers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  averagePooled,
  batchNorm,
  conv2d,
  defineModel,
  depthwiseConv2d,
  type Model,
  relu,
} from '../src/index.ts'
import { fromLayersModel } from '../src/layers-model/from-layers-model.ts'
import { loadStateDict } from '../src/state-dict/load-state-dict.ts'
import { stateDict } from '../src/state-dict/state-dict.ts'
import { uniform } from './pytorch.ts'

let models: { dispose(): unknown }[] = []
beforeEach(() => {
  models = []
})
afterEach(() => {
  for (const model of models) model.dispose()
})

const made = <M extends { dispose(): unknown }>(model: M): M => {
  models.push(model)
  return model
}

const adapted = (network: tfl.LayersModel, seed = 0): Model =>
  made(fromLayersModel(network, { seed }))

const image: [number, number, number] = [6, 6, 3]
const head = () => tfl.layers.dense({ units: 1 })
const sequential = (...layers: tfl.layers.Layer[]) => tfl.sequential({ layers })

/** Convolution, batch normalisation, depthwise convolution, pooling and a linear layer. */
function convolutional({ scale = true, center = true, name = 'logits' } = {}): tfl.Sequential {
  return sequential(
    tfl.layers.conv2d({
      inputShape: image,
      filters: 4,
      kernelSize: 3,
      padding: 'same',
      useBias: false,
    }),
    tfl.layers.batchNormalization({ epsilon: 1e-5, momentum: 0.9, scale, center }),
    tfl.layers.reLU(),
    tfl.layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', useBias: false }),
    tfl.layers.globalAveragePooling2d({}),
    tfl.layers.dense({ units: 2, name }),
  )
}

/** The same in our layers. */
const ours = () =>
  made(
    defineModel({ seed: 0, width: 4, labels: 2 }, (weights) =>
      averagePooled(
        conv2d(weights.at('0'), { from: 3, to: 4 }),
        batchNorm(weights.at('1'), 4),
        relu,
        depthwiseConv2d(weights.at('3'), { channels: 4 }),
      ),
    ),
  )

const sameAs: Record<string, string> = {
  '0.weight': '0.kernel',
  '1.weight': '1.gamma',
  '1.bias': '1.beta',
  '1.running_mean': '1.moving_mean',
  '1.running_var': '1.moving_variance',
  '3.weight': '3.depthwise_kernel',
  'linear.weight': 'logits.kernel',
  'linear.bias': 'logits.bias',
}

const weightsOf = ({ parameters, statistics }: Model) => ({ ...parameters, ...statistics })
const numbers = (variable: tf.Tensor) => [...variable.dataSync()]

function images(name = 'images'): tf.Tensor4D {
  return tf.tensor4d(uniform(name, 4 * tf.util.sizeFromShape(image)), [4, ...image])
}

/** Gives every weight a value that depends on its name. */
function assignHashed(model: Model): void {
  for (const [name, variable] of Object.entries(weightsOf(model))) {
    const values = uniform(name, variable.size)
    const positive = name.endsWith('variance') || name.endsWith('gamma')
    const shifted = values.map((x) => (positive ? 1 + 0.5 * x : x))
    tf.tidy(() => {
      variable.assign(tf.tensor(shifted, variable.shape))
    })
  }
}

/** A step of gradient descent; logits and gradients before it. */
function descend(model: Model, name: string): number[][] {
  return tf.tidy(() => {
    let logits: number[] = []
    const loss = () => {
      const output = model.apply(images(name), { training: true })
      logits = numbers(output)
      return tf.mean(
        tf.square(tf.sub(output, tf.tensor2d(uniform('labels', 8), [4, 2]))),
      ) as tf.Scalar
    }
    const { grads } = tf.variableGrads(loss, Object.values(model.parameters))
    const gradients = Object.values(model.parameters).map((variable) => {
      const gradient = grads[variable.name]!
      variable.assign(tf.sub(variable, tf.mul(gradient, 0.1)))
      return numbers(gradient)
    })
    return [logits, ...gradients]
  })
}

/** max |difference| ≤ 2e-6 · max(1, |reference|): a few roundings of float32. */
function expectClose(actual: ArrayLike<number>, expected: number[], what = ''): void {
  const scale = Math.max(1, ...expected.map(Math.abs))
  expect(actual.length, what).toBe(expected.length)
  const errors = expected.map((x, i) => Math.abs(x - actual[i]!) / scale)
  expect(Math.max(...errors), what).toBeLessThan(2e-6)
}

describe('a network of tf.layers', () => {
  test('trains as the same network in our layers', () => {
    const [theirs, own] = [adapted(convolutional()), ours()]
    assignHashed(theirs)
    for (const [name, variable] of Object.entries(weightsOf(own)))
      variable.assign(weightsOf(theirs)[sameAs[name]!]!)
    const before = { theirs: numbers(weightsOf(theirs)['1.moving_variance']!) }

    for (const batch of ['first', 'second', 'third', 'fourth']) {
      const [actual, expected] = [descend(theirs, batch), descend(own, batch)]
      expected.forEach((values, i) => {
        expectClose(actual[i]!, values, `${batch} ${i}`)
      })
    }
    for (const [name, variable] of Object.entries(own.parameters))
      expectClose(numbers(theirs.parameters[sameAs[name]!]!), numbers(variable), name)
    expectClose(
      numbers(theirs.statistics['1.moving_mean']!),
      numbers(own.statistics['1.running_mean']!),
    )
    // tf.layers averages the biased variance, PyTorch the unbiased one, of 4·6·6 pixels.
    const decayed = before.theirs.map((x) => x * 0.9 ** 4)
    const unbiased = numbers(own.statistics['1.running_var']!)
    const biased = unbiased.map((x, i) => decayed[i]! + (x - decayed[i]!) * (143 / 144))
    expectClose(numbers(theirs.statistics['1.moving_variance']!), biased)

    tf.tidy(() => {
      const mode = { training: false }
      own.statistics['1.running_var']!.assign(theirs.statistics['1.moving_variance']!)
      expectClose(numbers(theirs.features(images())), numbers(own.features(images())))
      expectClose(numbers(theirs.apply(images(), mode)), numbers(own.apply(images(), mode)))
    })
  })

  test('computes what it computes by itself', () => {
    const [network, alone] = [convolutional(), made(convolutional())]
    const model = adapted(network)
    assignHashed(model)
    alone.setWeights(network.getWeights())
    tf.tidy(() => {
      for (const training of [true, true, false]) {
        const logits = model.apply(images(), { training })
        expectClose(numbers(logits), numbers(alone.apply(images(), { training }) as tf.Tensor))
      }
    })
    const [weights, expected] = [network, alone].map((each) => each.getWeights().map(numbers))
    expected!.forEach((values, i) => {
      expectClose(weights![i]!, values, `${i}`)
    })
  })

  test('computes what it computes by itself where batch normalisation is of vectors', () => {
    const create = () =>
      sequential(
        tfl.layers.flatten({ inputShape: image }),
        tfl.layers.dense({ units: 5, kernelInitializer: 'ones' }),
        tfl.layers.batchNormalization({ axis: 1 }),
        tfl.layers.dense({ units: 2, kernelInitializer: 'ones' }),
      )
    const [model, alone] = [adapted(create()), made(create())]
    tf.tidy(() => {
      for (const training of [true, false]) {
        const logits = model.apply(images(), { training })
        expectClose(numbers(logits), numbers(alone.apply(images(), { training }) as tf.Tensor))
      }
    })
  })

  test('is the same as before for tf.layers', async () => {
    const network = convolutional()
    const model = adapted(network)
    tf.tidy(() => {
      const predicted = numbers(network.predict(images()) as tf.Tensor)
      expectClose(numbers(model.apply(images(), { training: false })), predicted)
    })
    network.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
    const before = numbers(model.parameters['logits.kernel']!)
    const [x, y] = [images(), tf.zeros([4, 2])]
    await network.fit(x, y, { verbose: 0 })
    expect(numbers(model.parameters['logits.kernel']!)).not.toEqual(before)
    tf.dispose([x, y])
  })

  test('keeps its statistics when told to', () => {
    const model = adapted(convolutional())
    const before = Object.values(model.statistics).map(numbers)
    tf.tidy(() => {
      model.apply(images(), { training: true, updateStatistics: false })
      model.apply(images(), { training: false })
      model.features(images(), { training: true, updateStatistics: false })
    })
    expect(Object.values(model.statistics).map(numbers)).toEqual(before)
  })

  test.each([
    [{ scale: false }, ['1.beta']],
    [{ center: false }, ['1.gamma']],
    [{ scale: false, center: false }, []],
  ])('trains with batch normalisation of %j', (options, names) => {
    const [model, whole] = [adapted(convolutional(options)), adapted(convolutional())]
    expect(Object.keys(model.parameters).filter((name) => name.startsWith('1.'))).toEqual(names)
    assignHashed(model)
    tf.tidy(() => {
      for (const [name, variable] of Object.entries(weightsOf(whole))) {
        const ones = name === '1.gamma' ? tf.ones([4]) : tf.zeros([4])
        variable.assign(weightsOf(model)[name] ?? ones)
      }
    })
    const [logits, ...gradients] = descend(model, 'images')
    const [expectedLogits, ...expectedGradients] = descend(whole, 'images')
    expectClose(logits!, expectedLogits!)
    Object.keys(model.parameters).forEach((name, i) => {
      const place = Object.keys(whole.parameters).indexOf(name)
      expectClose(gradients[i]!, expectedGradients[place]!, name)
    })
  })

  test('leaves nothing behind', () => {
    const model = adapted(convolutional())
    const input = images()
    const before = tf.memory().numTensors
    for (const training of [true, false]) {
      model.apply(input, { training }).dispose()
      model.features(input, { training }).dispose()
      descend(model, 'images')
      expect(tf.memory().numTensors).toBe(before)
    }
    input.dispose()
  })

  test('may have branches, and models within', () => {
    const create = () => {
      const input = tfl.input({ shape: image })
      const convolve = () => tfl.layers.conv2d({ filters: 2, kernelSize: 1 })
      const [left, right] = [convolve().apply(input), convolve().apply(input)]
      const both = tfl.layers.add().apply([left, right] as tfl.SymbolicTensor[])
      const inner = sequential(
        tfl.layers.batchNormalization({ inputShape: [6, 6, 2] }),
        tfl.layers.flatten(),
      )
      const body = tfl.model({ inputs: input, outputs: inner.apply(both) as tfl.SymbolicTensor })
      return sequential(body, head())
    }
    const network = create()
    const [model, alone] = [adapted(network), made(create())]
    expect(Object.keys(weightsOf(model))).toEqual([
      ...['0.1.kernel', '0.1.bias', '0.2.kernel', '0.2.bias', '0.4.0.gamma', '0.4.0.beta'],
      ...['1.kernel', '1.bias', '0.4.0.moving_mean', '0.4.0.moving_variance'],
    ])
    assignHashed(model)
    alone.setWeights(network.getWeights())
    tf.tidy(() => {
      for (const training of [true, false]) {
        const logits = model.apply(images(), { training })
        expectClose(numbers(logits), numbers(alone.apply(images(), { training }) as tf.Tensor))
      }
    })
  })

  test('comes back from PyTorch-like files', async () => {
    const [model, other] = [adapted(convolutional()), adapted(convolutional())]
    assignHashed(model)
    loadStateDict(other, await stateDict(model))
    for (const [name, variable] of Object.entries(weightsOf(model)))
      expect(numbers(weightsOf(other)[name]!), name).toEqual(numbers(variable))
  })
})

describe('names', () => {
  test('are those of the places, or the given ones, for each instance', async () => {
    const network = convolutional()
    const expected = Object.values(sameAs)
    const loaded = await tfl.models.modelFromJSON(network.toJSON(null, false) as never)
    for (const each of [network, convolutional(), loaded])
      expect(Object.keys(weightsOf(adapted(each))).sort()).toEqual([...expected].sort())
  })

  test('are not ambiguous', () => {
    const network = made(
      sequential(
        tfl.layers.flatten({ inputShape: image }),
        tfl.layers.dense({ units: 2 }),
        tfl.layers.dense({ units: 1, name: '1' }),
      ),
    )
    expect(() => fromLayersModel(network, { seed: 0 })).toThrow(
      'two layers of the model are named 1',
    )
  })

  test('tell weights of one layer apart', () => {
    const wrapped = tfl.layers.lstm({ units: 2, recurrentInitializer: 'zeros' }) as tfl.RNN
    const model = adapted(
      sequential(
        tfl.layers.reshape({ inputShape: image, targetShape: [6, 18] }),
        tfl.layers.bidirectional({ layer: wrapped, mergeMode: 'concat' }),
        head(),
      ),
    )
    expect(Object.keys(model.parameters)).toEqual([
      ...['1.kernel', '1.recurrent_kernel', '1.bias'],
      ...['1.kernel_2', '1.recurrent_kernel_2', '1.bias_2', '2.kernel', '2.bias'],
    ])
  })

  test('a weight that two layers share counts once', () => {
    const shared = tfl.layers.dense({ units: 3, name: 'shared' })
    const input = tfl.input({ shape: [2, 1, 3] })
    const inner = tfl.model({ inputs: input, outputs: shared.apply(input) as tfl.SymbolicTensor })
    const twice = shared.apply(inner.apply(input)) as tfl.SymbolicTensor
    const flat = tfl.layers.flatten().apply(twice)
    const outputs = head().apply(flat) as tfl.SymbolicTensor
    const { parameters } = adapted(tfl.model({ inputs: input, outputs }))
    expect(Object.keys(parameters)).toHaveLength(4)
    expect(new Set(Object.values(parameters)).size).toBe(4)
  })

  test('frozen weights are statistics', () => {
    const network = convolutional()
    network.layers[0]!.trainable = false
    const model = adapted(network)
    const statistics = ['0.kernel', '1.moving_mean', '1.moving_variance']
    expect(Object.keys(model.statistics)).toEqual(statistics)
    const parameters = Object.values(sameAs).filter((name) => !statistics.includes(name))
    expect(Object.keys(model.parameters).sort()).toEqual(parameters.sort())
  })
})

describe('dropout', () => {
  const create = () =>
    sequential(
      tfl.layers.dropout({ inputShape: [1, 2, 3], rate: 0.25 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 4, kernelInitializer: 'ones' }),
      tfl.layers.dropout({ rate: 0.5 }),
      tfl.layers.dropout({ rate: 0 }),
      head(),
    )

  test('is by the random numbers of the mode', () => {
    const model = adapted(create())
    expect(model.noise).toBe(6 + 4)
    tf.tidy(() => {
      const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 1, 1, 1, 1, 1, 1], [2, 1, 2, 3])
      const noise = tf.tensor2d(
        [
          ...[0.25, 0.249, 0.9, 0, 0.3, 0.1, 0.5, 0.4, 0.6, 0],
          ...[0.1, 0.1, 0.1, 0.1, 0.1, 0.25, 0.49, 0.5, 0, 0.9],
        ],
        [2, 10],
      )
      const features = numbers(model.features(x, { training: true, noise }))
      const [first, second] = [(1 + 3 + 5) / 0.75 / 0.5, 1 / 0.75 / 0.5]
      expectClose(features, [first, 0, first, 0, 0, second, 0, second])
      expectClose(numbers(model.features(x)), [21, 21, 21, 21, 6, 6, 6, 6])
    })
  })

  test('needs them in training', () => {
    const model = adapted(create())
    tf.tidy(() => {
      const x = tf.ones<tf.Rank.R4>([2, 1, 2, 3])
      for (const noise of [{}, { noise: tf.zeros<tf.Rank.R2>([2, 6]) }])
        expect(() => model.apply(x, { training: true, ...noise })).toThrow(
          'needs 10 random numbers',
        )
    })
  })
})

describe('the classifier', () => {
  const classifierOf = ({ classifier }: Model) => Object.values(classifier.parameters).map(numbers)

  test('is the last layer, and redrawn as the seed says', () => {
    const [model, same, other] = [1, 1, 2].map((seed) => adapted(convolutional(), seed)) as [
      Model,
      Model,
      Model,
    ]
    expect(Object.keys(model.classifier.parameters)).toEqual(['logits.kernel', 'logits.bias'])
    const kernel = numbers(model.parameters['0.kernel']!)
    const initial = classifierOf(model)
    for (const each of [model, same, other]) each.classifier.redraw()
    expect(numbers(model.parameters['0.kernel']!)).toEqual(kernel)
    expect(
      classifierOf(model)
        .flat()
        .filter((x) => initial.flat().includes(x)),
    ).toEqual([])
    expect(classifierOf(same)).toEqual(classifierOf(model))
    expect(classifierOf(other)).not.toEqual(classifierOf(model))
  })

  test('may be within a model, without bias', () => {
    const inner = sequential(
      tfl.layers.flatten({ inputShape: image }),
      tfl.layers.dense({ units: 1, useBias: false }),
    )
    const model = adapted(sequential(inner))
    expect(Object.keys(model.classifier.parameters)).toEqual(['0.1.kernel'])
    model.classifier.redraw()
    tf.tidy(() => {
      const features = model.features(images())
      expectClose(numbers(features), numbers(images()))
      const logits = tf.matMul(features, model.parameters['0.1.kernel'] as tf.Tensor2D)
      expectClose(numbers(model.apply(images(), { training: true })), numbers(logits))
    })
  })

  test('gives logits where the network gives probabilities', () => {
    const network = sequential(
      tfl.layers.flatten({ inputShape: image }),
      tfl.layers.dense({
        units: 1,
        activation: 'sigmoid',
        kernelInitializer: tfl.initializers.glorotUniform({ seed: 1 }),
      }),
    )
    const model = adapted(network)
    tf.tidy(() => {
      const logits = model.apply(images(), { training: false })
      expectClose(numbers(tf.sigmoid(logits)), numbers(network.predict(images()) as tf.Tensor))
      expect(Math.min(...numbers(logits))).toBeLessThan(0)
    })
  })
})

describe('refuses', () => {
  const { layers } = tfl
  const flat = () => layers.flatten({ inputShape: image })
  const refusal = (...list: tfl.layers.Layer[]) => {
    const network = made(sequential(...list))
    return expect(() => fromLayersModel(network, { seed: 0 }))
  }

  test.each([
    ['gaussian_noise', () => layers.gaussianNoise({ stddev: 1 })],
    ['gaussian_dropout', () => layers.gaussianDropout({ rate: 0.5 })],
    ['alpha_dropout', () => layers.alphaDropout({ rate: 0.5 })],
    ['dropout', () => layers.dropout({ rate: 0.5, noiseShape: [1, 108] })],
  ])('%s', (name, create) => {
    refusal(flat(), create(), head()).toThrow(new RegExp(`^${name}.* draws random numbers`))
  })

  test('random numbers in recurrent layers, and within wrappers', () => {
    const reshape = () => layers.reshape({ inputShape: image, targetShape: [6, 18] })
    const options = { units: 2, recurrentInitializer: 'zeros' } as const
    const recurrent = layers.gru({ ...options, recurrentDropout: 0.5 })
    refusal(reshape(), recurrent, head()).toThrow(TypeError)
    for (const layer of [layers.gaussianNoise({ stddev: 1 }), layers.dropout({ rate: 0.5 })]) {
      const wrapper = layers.timeDistributed({ layer })
      refusal(reshape(), wrapper, layers.flatten(), head()).toThrow(TypeError)
    }
  })

  test('batch normalisation along another axis', () => {
    const normalisation = layers.batchNormalization({ inputShape: image, axis: 1 })
    refusal(normalisation, layers.flatten(), head()).toThrow('along axis 1')
  })

  test('dropout of an unknown number of features', () => {
    const drop = layers.dropout({ inputShape: [null, null, 3], rate: 0.5 })
    refusal(drop, layers.globalAveragePooling2d({}), head()).toThrow('unknown size')
  })

  test.each([
    ['relu', () => layers.dense({ units: 1, activation: 'relu' })],
    ['softmax', () => layers.dense({ units: 2, activation: 'softmax' })],
    ['no dense layer', () => layers.activation({ activation: 'sigmoid' })],
  ])('an end of %s', (_, create) => {
    refusal(flat(), create()).toThrow('has to end in a dense layer')
  })

  test('logits for every pixel', () => {
    refusal(layers.dense({ inputShape: image, units: 1 })).toThrow('has to end in a dense layer')
  })

  test('several inputs or outputs', () => {
    const [x, y] = [tfl.input({ shape: [3] }), tfl.input({ shape: [3] })]
    const logits = (input: unknown) =>
      head().apply(input as tfl.SymbolicTensor) as tfl.SymbolicTensor
    const sum = layers.add().apply([x, y])
    const two = made(tfl.model({ inputs: [x, y], outputs: logits(sum) }))
    expect(() => fromLayersModel(two, { seed: 0 })).toThrow('one input, it has 2')
    const twice = made(tfl.model({ inputs: x, outputs: [logits(x), logits(x)] }))
    expect(() => fromLayersModel(twice, { seed: 0 })).toThrow('one output, it has 2')
  })
})

import { readFileSync } from 'node:fs'
import { readSafetensors, type SafetensorsTensor } from '@deepauc/safetensors'
import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  batchNorm,
  conv2d,
  defineModel,
  densenet121,
  depthwiseConv2d,
  efficientNetV2S,
  globalAveragePool,
  type Model,
  mlp,
  normal,
  relu,
  type Weights,
} from '../src/index.ts'
import type { LoadReport } from '../src/state-dict/load-report.ts'
import { loadStateDict } from '../src/state-dict/load-state-dict.ts'
import { loadSafetensors, saveSafetensors } from '../src/state-dict/safetensors.ts'
import { stateDict } from '../src/state-dict/state-dict.ts'

type Shapes = Record<string, number[]>
interface Images {
  shape: [number, number, number, number]
  values: number[]
}
interface Golden {
  images: Images
  logits: Record<string, number[]>
  grey: { images: Images; logits: number[] }
  densenet121: Shapes
  efficientNetV2S: Shapes
  oldDenseNetNames: Record<string, string>
}
const golden: Golden = JSON.parse(
  readFileSync(new URL('golden/state-dict.json', import.meta.url), 'utf8'),
)

const file = (type: string) =>
  readFileSync(new URL(`fixtures/state-dict-${type}.safetensors`, import.meta.url))
const tensorsOf = (type: string) => new Map(readSafetensors(file(type)).tensors)

let models: Model[] = []
beforeEach(() => {
  models = []
})
afterEach(() => {
  for (const model of models) model.dispose()
})

const made = (model: Model): Model => {
  models.push(model)
  return model
}

/** The generator's `Network`. */
const network = ({ channels = 3, labels = 2 } = {}) =>
  made(
    defineModel({ seed: 1, width: 5, labels }, (weights) => {
      const layers = [
        conv2d(weights.at('conv1'), { from: channels, to: 6, stride: 2 }),
        batchNorm(weights.at('bn1'), 6),
        relu,
        depthwiseConv2d(weights.at('depthwise'), { channels: 6 }),
        widening(weights.at('widening')),
        conv2d(weights.at('conv2'), { from: 12, to: 5, window: 1, bias: true }),
        relu,
      ]
      return (images, mode) =>
        globalAveragePool(layers.reduce<tf.Tensor4D>((x, layer) => layer(x, mode), images))
    }),
  )

/** Two outputs per channel, which no layer of ours has. */
function widening(weights: Weights) {
  const filter = weights.parameter('weight', [3, 3, 6, 2], normal(1)) as tf.Variable<tf.Rank.R4>
  return (x: tf.Tensor4D) => tf.depthwiseConv2d(x, filter, 1, 'same')
}

function logitsOf(model: Model, { shape, values }: Images): Float32Array {
  return tf.tidy(() => {
    const images = tf.transpose(tf.tensor4d(values, shape), [0, 2, 3, 1]) as tf.Tensor4D
    return model.apply(images, { training: false }).dataSync<'float32'>()
  })
}

/** max |difference| / max |reference| ≤ 1e-6: float32 against float64. */
function expectClose(values: ArrayLike<number>, reference: number[]): void {
  const scale = Math.max(...reference.map(Math.abs))
  const errors = reference.map((x, i) => Math.abs(x - values[i]!) / scale)
  expect(values.length).toBe(reference.length)
  expect(Math.max(...errors)).toBeLessThan(1e-6)
}

const valuesOf = ({ parameters, statistics }: Model) =>
  Object.entries({ ...parameters, ...statistics }).map(([name, v]) => [name, [...v.dataSync()]])

/** The error of a load that has to leave the model alone. */
function refusal(model: Model, ...rest: [ReadonlyMap<string, SafetensorsTensor>, object?]): Error {
  const before = valuesOf(model)
  let error: unknown
  try {
    loadStateDict(model, ...rest)
  } catch (caught) {
    error = caught
  }
  expect(error).toBeInstanceOf(Error)
  expect(valuesOf(model)).toEqual(before)
  return error as Error
}

const reportOf = (error: Error) => error.cause as LoadReport

describe('loading what PyTorch has saved', () => {
  test.each(Object.keys(golden.logits))('%s: logits are those of PyTorch', (type) => {
    const model = network()
    const report = loadSafetensors(model, file(type))
    expectClose(logitsOf(model, golden.images), golden.logits[type]!)
    const names = Object.keys({ ...model.parameters, ...model.statistics })
    expect([...report.loaded].sort()).toEqual(names.sort())
    expect(report).toMatchObject({
      missing: [],
      unexpected: [],
      mismatched: [],
      ignored: ['bn1.num_batches_tracked'],
    })
  })

  test('names of DataParallel', () => {
    const model = network()
    const tensors = new Map([...tensorsOf('f32')].map(([name, x]) => [`module.${name}`, x]))
    loadStateDict(model, tensors)
    expectClose(logitsOf(model, golden.images), golden.logits.f32!)
  })

  test('a model may have names that begin with module.', () => {
    const model = made(
      defineModel({ seed: 0, width: 4, labels: 1 }, (weights) => {
        conv2d(weights.at('module').at('conv'), { from: 1, to: 4 })
        return (images) => globalAveragePool(images)
      }),
    )
    const names = ['module.conv.weight', 'linear.weight', 'linear.bias']
    const shapes = [[4, 1, 3, 3], [1, 4], [1]]
    const tensors = new Map(names.map((name, i) => [name, filled(shapes[i]!, i)]))
    expect(loadStateDict(model, tensors).loaded).toEqual(names)
  })

  test('what it has read is not what training moves', () => {
    const model = network()
    const tensors = tensorsOf('f32')
    loadStateDict(model, tensors)
    ;(tensors.get('linear.bias')!.data as Float32Array).fill(7)
    expectClose(logitsOf(model, golden.images), golden.logits.f32!)
  })
})

describe('torchvision', () => {
  const numbered = (shapes: Shapes, rename = (name: string) => name) =>
    new Map(Object.entries(shapes).map(([name, shape], i) => [rename(name), filled(shape, i)]))

  test.each([
    ['densenet121', densenet121],
    ['efficientNetV2S', efficientNetV2S],
  ] as const)('%s: each tensor has its place, and comes back', async (name, create) => {
    const tensors = numbered(golden[name])
    const model = made(create({ seed: 0, labels: 1000 }))
    const { ignored, ...report } = loadStateDict(model, tensors)
    expect(report).toMatchObject({ missing: [], unexpected: [], mismatched: [] })
    for (const key of ignored) tensors.delete(key)
    expect(ignored.every((key) => key.endsWith('.num_batches_tracked'))).toBe(true)
    const state = await stateDict(model)
    expect([...state.keys()].sort()).toEqual([...tensors.keys()].sort())
    for (const [key, { shape, data }] of state) {
      const expected = tensors.get(key)!
      expect(shape, key).toEqual(expected.shape)
      expect(data.every((x) => x === expected.data[0])).toBe(true)
    }
  })

  test('a DenseNet as it offers for download, but for its classes', () => {
    const oldNames = new Map(Object.entries(golden.oldDenseNetNames).map(([a, b]) => [b, a]))
    const tensors = numbered(golden.densenet121, (name) => oldNames.get(name) ?? name)
    expect(tensors.has('features.denseblock1.denselayer1.norm.1.weight')).toBe(true)
    const model = made(densenet121({ seed: 0 }))
    const classifier = ['classifier.weight', 'classifier.bias']
    const before = classifier.map((name) => model.parameters[name]!.dataSync())
    const { ignored } = loadStateDict(model, tensors, { classifier: 'keep' })
    expect(ignored.filter((name) => !name.endsWith('.num_batches_tracked'))).toEqual(classifier)
    expect(classifier.map((name) => model.parameters[name]!.dataSync())).toEqual(before)
    expect(Object.values(model.parameters).at(0)!.dataSync()[0]).toBe(0)
    expect(Object.values(model.parameters).at(1)!.dataSync()[0]).toBe(1)
  })
})

test('a classifier can be kept even if it is in the file, or is not', () => {
  const [model, other] = [network(), network()]
  const tensors = tensorsOf('f32')
  const before = model.parameters['linear.weight']!.dataSync()
  const { loaded } = loadStateDict(model, tensors, { classifier: 'keep' })
  expect(loaded).not.toContain('linear.weight')
  expect(model.parameters['linear.weight']!.dataSync()).toEqual(before)
  tensors.delete('linear.weight')
  tensors.delete('linear.bias')
  expect(loadStateDict(other, tensors, { classifier: 'keep' }).loaded).toEqual(loaded)
  expect(reportOf(refusal(other, tensors)).missing).toEqual(['linear.weight', 'linear.bias'])
})

describe('greyscale', () => {
  test('gives the logits of the grey image in three channels', () => {
    const model = network({ channels: 1 })
    const { loaded } = loadSafetensors(model, file('f32'), { greyscale: true })
    expect(loaded).toContain('conv1.weight')
    expectClose(logitsOf(model, golden.grey.images), golden.grey.logits)
  })

  test('is no accident', () => {
    const error = refusal(network({ channels: 1 }), tensorsOf('f32'))
    expect(error.message).toContain('conv1.weight [6,3,3,3] instead of [6,1,3,3]')
  })

  test('takes a checkpoint for grey images as it is', async () => {
    const [model, other] = [network({ channels: 1 }), network({ channels: 1 })]
    loadSafetensors(model, file('f32'), { greyscale: true })
    loadStateDict(other, await stateDict(model), { greyscale: true })
    expect(valuesOf(other)).toEqual(valuesOf(model))
  })

  test('needs a model for grey images', () => {
    const options = { greyscale: true }
    expect(refusal(network(), tensorsOf('f32'), options)).toBeInstanceOf(RangeError)
    const flat = made(mlp({ seed: 0, inputs: 4 }))
    expect(refusal(flat, tensorsOf('f32'), options).message).toContain('one channel')
  })

  test('concerns the first convolution only', () => {
    const tensors = tensorsOf('f32')
    tensors.set('depthwise.weight', filled([6, 2, 3, 3], 0))
    const error = refusal(network({ channels: 1 }), tensors, { greyscale: true })
    expect(reportOf(error).mismatched.map(({ name }) => name)).toEqual(['depthwise.weight'])
  })
})

describe('what does not fit', () => {
  test('is named, and nothing is loaded', () => {
    const tensors = tensorsOf('f32')
    tensors.delete('conv2.bias')
    tensors.set('__proto__', filled([1], 0))
    tensors.set('linear.weight', filled([2, 5, 1], 0))
    const error = refusal(network(), tensors)
    expect(error).toBeInstanceOf(RangeError)
    expect(error.message).toBe(
      'the checkpoint does not fit the model: 1 missing ("conv2.bias"); 1 unexpected ("__proto__"); ' +
        '1 of another shape ("linear.weight [2,5,1] instead of [2,5]") (see the options classifier, greyscale, strict)',
    )
    expect(reportOf(error)).toMatchObject({
      missing: ['conv2.bias'],
      unexpected: ['__proto__'],
      mismatched: [{ name: 'linear.weight', expected: [2, 5], found: [2, 5, 1] }],
    })
  })

  test('is left out and reported if not strict', () => {
    const [model, whole] = [network(), network()]
    const initial = model.parameters['conv2.bias']!.dataSync()
    const tensors = tensorsOf('f32')
    tensors.delete('conv2.bias')
    tensors.set('toString', filled([1], 0))
    tensors.set('linear.weight', filled([5, 2], 0))
    const report = loadStateDict(model, tensors, { strict: false })
    expect(report).toMatchObject({
      missing: ['conv2.bias'],
      unexpected: ['toString'],
      mismatched: [{ name: 'linear.weight' }],
    })
    loadStateDict(whole, tensorsOf('f32'))
    for (const name of report.loaded) {
      const [actual, expected] = [model, whole].map((network) =>
        ({ ...network.parameters, ...network.statistics })[name]!.dataSync(),
      )
      expect(actual).toEqual(expected)
    }
    expect(model.parameters['conv2.bias']!.dataSync()).toEqual(initial)
  })

  test('may not be everything', () => {
    const strange = new Map([['something', filled([1], 0)]])
    for (const tensors of [strange, new Map()])
      expect(refusal(network(), tensors, { strict: false })).toBeInstanceOf(RangeError)
  })

  test.each<[string, number[]]>([
    ['no rank', []],
    ['a rank too few', [6, 3, 3]],
    ['a rank too many', [6, 3, 3, 3, 1]],
    ['the layout of tfjs', [3, 3, 3, 6]],
    ['groups', [18, 1, 3, 2]],
    ['as many numbers in another order', [3, 6, 3, 3]],
  ])('a filter of %s', (_, shape) => {
    const tensors = tensorsOf('f32')
    tensors.set('conv1.weight', filled(shape, 0))
    const { mismatched } = reportOf(refusal(network(), tensors))
    expect(mismatched).toEqual([{ name: 'conv1.weight', expected: [6, 3, 3, 3], found: shape }])
  })

  test('two tensors for one weight', () => {
    const tensors = tensorsOf('f32')
    tensors.set('module.linear.bias', filled([2], 0))
    expect(reportOf(refusal(network(), tensors)).unexpected).toEqual(['module.linear.bias'])
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('%d', (value) => {
    const tensors = tensorsOf('f32')
    tensors.get('bn1.running_var')!.data[3] = value
    expect(refusal(network(), tensors).message).toBe(
      `bn1.running_var holds ${value} as float32, at index 3`,
    )
  })

  test('a float64 beyond float32', () => {
    const tensors = tensorsOf('f64')
    tensors.get('linear.bias')!.data[1] = 1e39
    expect(refusal(network(), tensors).message).toContain('linear.bias holds Infinity')
  })

  test('integers', () => {
    const tensors = tensorsOf('f32')
    tensors.set('linear.bias', { dtype: 'I32', shape: [2], data: Int32Array.of(1, 2) })
    expect(refusal(network(), tensors)).toBeInstanceOf(TypeError)
  })

  test('messages stay short', () => {
    const tensors = tensorsOf('f32')
    for (let i = 0; i < 1000; i++) tensors.set(`${i}${'\n\u001b['.repeat(1000)}`, filled([1], 0))
    const { message } = refusal(network(), tensors)
    expect(message).toContain('1000 unexpected')
    expect(message.length).toBeLessThan(3000)
    expect(message).not.toContain('\n')
    expect(message).not.toContain('\u001b')
  })
})

describe('saving', () => {
  test('gives back what PyTorch has saved, bit for bit', async () => {
    const model = network()
    loadSafetensors(model, file('f32'))
    const { tensors, metadata } = readSafetensors(await saveSafetensors(model))
    const expected = tensorsOf('f32')
    expected.delete('bn1.num_batches_tracked')
    // torch writes a depthwise filter of two outputs per channel in another shape than an ordinary one.
    const saved = new Map(tensors)
    expect(saved.get('widening.weight')).toMatchObject({ shape: [2, 6, 3, 3] })
    expect(expected.get('widening.weight')).toMatchObject({ shape: [12, 1, 3, 3] })
    for (const state of [saved, expected]) state.delete('widening.weight')
    expect(saved).toEqual(expected)
    expect([...metadata]).toEqual([['format', 'pt']])
  })

  test('knows filters of single channels from filters of single outputs', async () => {
    const model = made(
      defineModel({ seed: 0, width: 1, labels: 1 }, (weights) => {
        conv2d(weights.at('full'), { from: 4, to: 1, window: 1 })
        depthwiseConv2d(weights.at('depthwise'), { channels: 4, window: 5 })
        return (images) => globalAveragePool(images)
      }),
    )
    const state = await stateDict(model)
    expect(state.get('full.weight')!.shape).toEqual([1, 4, 1, 1])
    expect(state.get('depthwise.weight')!.shape).toEqual([4, 1, 5, 5])
  })

  test('is a copy of the moment of the call', async () => {
    const model = network()
    loadSafetensors(model, file('f32'))
    const pending = stateDict(model)
    tf.tidy(() => {
      model.parameters['linear.bias']!.assign(tf.zeros([2]))
    })
    const state = await pending
    expect(state.get('linear.bias')).toEqual(tensorsOf('f32').get('linear.bias'))
    ;(state.get('bn1.weight')!.data as Float32Array).fill(0)
    const kept = model.parameters['bn1.weight']!.dataSync()
    expect(kept).toEqual(tensorsOf('f32').get('bn1.weight')!.data)
  })
})

function filled(shape: number[], value: number): SafetensorsTensor {
  const size = shape.reduce((product, n) => product * n, 1)
  return { dtype: 'F32', shape, data: new Float32Array(size).fill(value) }
}

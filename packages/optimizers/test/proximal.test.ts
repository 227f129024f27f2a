import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import {
  namedVariables,
  type PdscaOptions,
  type PdscaState,
  type PesgState,
  type ProximalOptions,
  pdsca,
  pesg,
  updateReference,
} from '../src/index.ts'

const scalar = (x: number) => tf.tidy(() => tf.variable(tf.scalar(x)))
const read = (v: tf.Tensor) => v.dataSync()[0]!

/** w = 2, a = b = 4 and losses without gradients, so that the pull alone moves them. */
function problem() {
  const weights = { w: scalar(2) }
  const auc = { a: scalar(4), b: scalar(4), alpha: scalar(0) }
  const nothing = () => tf.mul(0, tf.addN([weights.w, auc.a, auc.b, auc.alpha])) as tf.Scalar
  return { weights, auc, inner: nothing, outer: nothing }
}

function start(options: ProximalOptions & PdscaOptions, make: typeof pdsca | typeof pesg = pesg) {
  const p = problem()
  const optimizer = make({ weightDecay: 0, learningRate: 0.5, ...options })
  const state = optimizer.init(p)
  const step = () => tf.tidy(() => void optimizer.step(p, state as never))
  const dispose = () => tf.dispose([p.weights, p.auc, namedVariables(state)] as never)
  return { ...p, state, step, dispose }
}

test.each([
  ['initial', 2],
  ['zero', 2 - 0.5 * 0.5 * 2],
  [() => tf.scalar(6), 2 - 0.5 * 0.5 * (2 - 6)],
] as const)('pulls towards the reference %s', (reference, expected) => {
  const { weights, step, dispose } = start({ epochDecay: 0.5, reference })
  step()
  expect(read(weights.w)).toBeCloseTo(expected, 6)
  dispose()
})

test('the new reference is the mean of the iterates since the last', () => {
  const { weights, state, step, dispose } = start({ epochDecay: 0.5, reference: 'zero' })
  const iterates = [0, 1, 2].map(() => {
    step()
    return read(weights.w)
  })
  updateReference(state)
  const mean = iterates.reduce((s, v) => s + v) / 3
  expect(read(state.proximal.reference.w!)).toBeCloseTo(mean, 6)
  updateReference(state)
  expect(read(state.proximal.reference.w!), 'without an iterate in between').toBeCloseTo(mean, 6)
  step()
  updateReference(state)
  expect(read(state.proximal.reference.w!)).toBeCloseTo(read(weights.w), 6)
  dispose()
})

test('inner steps count as iterates, in which a and b add nothing', () => {
  const make = { epochDecay: 0.5, variant: 'libauc', innerSteps: 3 } as const
  const { state, step, dispose } = start(make, pdsca)
  step()
  step()
  updateReference(state)
  expect(read(state.proximal.reference.w!)).toBeCloseTo(2, 6)
  expect(read(state.proximal.reference['auc.a']!)).toBeCloseTo((2 * 4) / 8, 6)
  dispose()
})

test('says what is wrong', () => {
  const { state, weights, auc } = start({})
  expect(() => updateReference(state)).toThrow('without epochDecay there is no reference')
  const optimizer = pesg({ epochDecay: 1, reference: () => tf.zeros([2]) })
  expect(() => optimizer.init({ weights, auc })).toThrow('the reference of w is [2] instead of []')
  tf.disposeVariables()
})

test.each([pesg, pdsca])('a drop of the learning rates moves the reference of %o', (make) => {
  const optimizer = make({ epochDecay: 0.5, reference: 'zero', variant: 'libauc' } as never)
  const p = problem()
  const state = optimizer.init(p) as PesgState & PdscaState
  for (let t = 0; t < 2; t++) tf.tidy(() => void optimizer.step(p, state))
  const mean = read(state.proximal.iterateSum.w!) / read(state.proximal.counters.iterates!)
  optimizer.onRateDrop!(state)
  expect(read(state.proximal.reference.w!)).toBeCloseTo(mean, 6)
  tf.dispose([p.weights, p.auc, namedVariables(state)] as never)
})

test('without epoch decay a drop of the learning rates changes nothing', () => {
  const p = problem()
  const optimizer = pesg()
  const state = optimizer.init(p)
  const values = () => Object.values(namedVariables(state)).map(read)
  const before = values()
  optimizer.onRateDrop!(state)
  expect(values()).toEqual(before)
  tf.dispose([p.weights, p.auc, namedVariables(state)] as never)
})

import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { namedVariables, pdsca, pesg } from '../src/index.ts'

const scalar = (x: number) => tf.tidy(() => tf.variable(tf.scalar(x)))

/** One weight; L_AVG = w²/2, so that ∇L_AVG = w; the AUC loss is w + a·0 + b·0 + alpha·0. */
function problem() {
  const weights = { w: scalar(2) }
  const auc = { a: scalar(0), b: scalar(0), alpha: scalar(0.5) }
  const zero = () => tf.mul(0, tf.add(auc.alpha, tf.add(auc.a, auc.b)))
  const half = () => tf.mul(0.5, tf.square(weights.w)) as tf.Scalar
  return { weights, auc, inner: half, outer: () => tf.add(weights.w, zero()) as tf.Scalar }
}

const read = (v: tf.Tensor) => v.dataSync()[0]!

function run(options: Parameters<typeof pdsca>[0]) {
  const p = problem()
  const optimizer = pdsca({ weightDecay: 0, ...options })
  const state = optimizer.init(p)
  tf.tidy(() => void optimizer.step(p, state))
  const result = {
    w: read(p.weights.w),
    u: state.innerPoint.map((point) => read(point.w!)),
    z: read(state.gradientAverage.w!),
  }
  tf.dispose([p.weights, p.auc, namedVariables(state)] as never)
  return result
}

test('algorithm1 steps from w along the gradient at u', () => {
  const { w, u, z } = run({ innerAveraging: 0.9, gradientAveraging: 0.9 })
  expect(u[0]).toBeCloseTo(0.1 * 2 + 0.9 * (2 - 0.1 * 2), 6)
  expect(z).toBeCloseTo(0.9, 6)
  expect(w).toBeCloseTo(2 - 0.1 * 0.9, 6)
})

test('libauc steps from u: the average loss stays in the weights', () => {
  const { w, u, z } = run({ variant: 'libauc' })
  expect(u[0]).toBeCloseTo(2 - 0.1 * 2, 6)
  expect(z).toBeCloseTo(1, 6)
  expect(w).toBeCloseTo(1.8 - 0.1, 6)
})

test('k inner steps keep k points, each from the one before', () => {
  const { u } = run({ innerSteps: 3, innerAveraging: 1 })
  expect(u).toHaveLength(3)
  for (const [j, point] of u.entries()) expect(point).toBeCloseTo(2 * 0.9 ** (j + 1), 5)
})

test.each([
  [{ learningRate: 0 }, 'learningRate must be > 0, got 0'],
  [{ innerAveraging: 0 }, 'innerAveraging must be in (0, 1], got 0'],
  [{ gradientAveraging: 1.1 }, 'gradientAveraging must be in (0, 1], got 1.1'],
  [{ innerSteps: 1.5 }, 'innerSteps must be an integer ≥ 1, got 1.5'],
  [{ secondMomentAveraging: 0 }, 'secondMomentAveraging must be in (0, 1], got 0'],
  [{ epsilon: -1 }, 'epsilon must be ≥ 0, got -1'],
  [{ scaleBounds: [2, 1] as const }, 'scaleBounds must be 0 < lower ≤ upper, got [2,1]'],
  [{ clipNorm: 0 }, 'clipNorm must be > 0, got 0'],
  [{ weightDecay: -1 }, 'weightDecay must be ≥ 0, got -1'],
  [{ margin: 0 }, 'margin must be > 0, got 0'],
  [{ alphaMin: 1, alphaMax: 1 }, 'alphaMin must be below alphaMax, got 1 and 1'],
  [{ epochDecay: 0.1 }, "epochDecay belongs to variant 'libauc'"],
])('refuses %o', (options, message) => {
  expect(() => pdsca(options)).toThrow(message)
})

test.each(['algorithm1', 'libauc'] as const)('%s goes around a loss without alpha', (variant) => {
  const [w, other] = [true, false].map((hasAuc) => {
    const { auc, ...rest } = problem()
    const p = hasAuc
      ? { ...rest, auc }
      : { ...rest, outer: () => tf.add(rest.weights.w, 0) as tf.Scalar }
    const optimizer = pdsca({ variant })
    const state = optimizer.init(p)
    for (let t = 0; t < 3; t++) tf.tidy(() => void optimizer.step(p, state))
    const result = read(p.weights.w)
    tf.dispose([p.weights, auc, namedVariables(state)] as never)
    return result
  })
  expect(other).toBe(w)
})

test('the dual variable of AUC-square may fall below zero, that of AUC-margin may not', () => {
  const after = [{}, { alphaMin: -Infinity, alphaMax: Infinity }].map((omega) => {
    const p = problem()
    tf.tidy(() => void p.auc.a.assign(tf.scalar(9)))
    const optimizer = pdsca({ ...omega, dual: 'closedForm' })
    const state = optimizer.init(p)
    tf.tidy(() => void optimizer.step(p, state))
    const alpha = read(p.auc.alpha)
    tf.dispose([p.weights, p.auc, namedVariables(state)] as never)
    return alpha
  })
  expect(after[0]).toBe(0)
  expect(after[1]).toBeCloseTo(0.5 + 0.1 * 2 * (1 - 9 - 0.5), 5)
})

test('says what a problem lacks', () => {
  const { weights, auc, outer } = problem()
  const optimizer = pdsca()
  const state = optimizer.init({ weights, auc })
  const saddle = pesg()
  expect(() => tf.tidy(() => saddle.step({ weights, outer }, {} as never))).toThrow('problem.auc')
  expect(() => tf.tidy(() => optimizer.step({ weights, auc, outer }, state))).toThrow(
    'problem.inner',
  )
  tf.dispose([weights, auc, namedVariables(state)] as never)
})

import { crossEntropy } from '@deepauc/losses'
import * as tf from '@tensorflow/tfjs-core'
import { expect, test, vi } from 'vitest'
import { namedVariables, pdsca } from '../src/index.ts'

// z after one step of algorithm1 with gradientAveraging 1 is (I − rate·H)·g; H of logistic regression is known in closed form.
const x = [
  [1, 0.5],
  [-0.3, 2],
  [0.7, -1],
  [0.2, 0.1],
]
const labels = [1, 0, 0, 1]
const w = [0.8, -0.4]
const rate = 0.5

function zOf(gradient: number[], withProbe = false) {
  const weights = tf.tidy(() => ({ w: tf.variable(tf.tensor1d(w)) }))
  const [a, b, alpha] = [0, 0, 0].map((v) => tf.tidy(() => tf.variable(tf.scalar(v))))
  const auc = { a: a!, b: b!, alpha: alpha! }
  const entropy = () => crossEntropy(tf.tensor1d(labels), tf.dot(tf.tensor2d(x), weights.w))
  const [inner, innerProbe] = [vi.fn(entropy), vi.fn(entropy)]
  const outer = () =>
    tf.add(
      tf.dot(tf.tensor1d(gradient), weights.w),
      tf.mul(0, tf.addN([auc.a, auc.b, auc.alpha])),
    ) as tf.Scalar
  const optimizer = pdsca({
    innerLearningRate: rate,
    gradientAveraging: 1,
    weightDecay: 0,
    hessian: 'finite-difference',
  })
  const state = optimizer.init({ weights, auc })
  const problem = { weights, auc, inner, outer, ...(withProbe && { innerProbe }) }
  tf.tidy(() => void optimizer.step(problem, state))
  const z = [...state.gradientAverage.w!.dataSync()]
  tf.dispose([weights, auc, namedVariables(state)] as never)
  return { z, calls: [inner, innerProbe].map(({ mock }) => mock.calls.length) }
}

const dot = (u: readonly number[], v: readonly number[]) => u[0]! * v[0]! + u[1]! * v[1]!

test.each([1e-6, 1, 1e6])(
  'the product with the Hessian is within 1e-4, for gradients of size %d',
  (size) => {
    const g = [1.5 * size, -2 * size]
    const hessian = [0, 1].map(
      (i) =>
        x.reduce((sum, row) => {
          const p = 1 / (1 + Math.exp(-dot(row, w)))
          return sum + p * (1 - p) * row[i]! * dot(row, g)
        }, 0) / x.length,
    )
    const product = zOf(g).z.map((z, i) => (g[i]! - z) / rate)
    for (const [i, exact] of hessian.entries())
      expect(Math.abs(product[i]! - exact)).toBeLessThan(1e-4 * Math.hypot(...hessian))
  },
)

test('a zero gradient stays zero', () => {
  expect(zOf([0, 0]).z).toEqual([0, 0])
})

test('the extra passes use the probe, so that running statistics stand still', () => {
  expect(zOf([1, 1], true).calls).toEqual([1, 2])
  expect(zOf([1, 1]).calls).toEqual([3, 0])
})

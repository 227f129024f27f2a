import { aucMargin, crossEntropy } from '@deepauc/losses'
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { namedVariables, type Optimizer, type Problem, pdsca, pesg } from '../src/index.ts'

// Theorem 1 of Yuan et al., ICLR 2022: with averaging weights and rates of order 1/√T, the mean of ‖∇F‖² over T steps is
// O(1/√T), for F(w̄) = max_alpha Φ(w − innerLearningRate·∇L_AVG(w), a, b, alpha). Here Φ is the AUC-square loss, Ω = ℝ, and
// the scores are linear: smooth, strongly concave in alpha. ∇F is computed apart, in closed form and double precision.
const innerLearningRate = 1
const margin = 1
/** Of the mean of ‖∇F‖² for the alternating steps; Algorithm 1 ends below. */
const floor = 1.5
const steps = [64, 128, 256, 512, 1024, 2048]
const real = { alphaMin: -Infinity, alphaMax: Infinity, weightDecay: 0, margin }

/** 16 positives and 48 negatives that overlap; the last feature is constant. */
const data = tf.tidy(() => {
  const noise = tf.randomNormal([64, 2], 0, 0.7, 'float32', 2).arraySync() as [number, number][]
  return noise.map(([x, y], i) => ({ x: [x + (i < 16 ? 1.5 : 0), y, 0.7], label: i < 16 ? 1 : 0 }))
})
type Example = (typeof data)[number]

const dot = (x: readonly number[], y: readonly number[]) => x.reduce((s, v, i) => s + v * y[i]!, 0)
const mean = (values: readonly number[]) => values.reduce((s, v) => s + v, 0) / values.length
const sigmoid = (f: number) => 1 / (1 + Math.exp(-f))

/** ‖∇F‖² at (w, a, b). */
function squaredGradient(w: readonly number[], a: number, b: number): number {
  const probability = data.map(({ x }) => sigmoid(dot(x, w)))
  const entropy = w.map((_, i) =>
    mean(data.map(({ x, label }, n) => (probability[n]! - label) * x[i]!)),
  )
  const u = w.map((v, i) => v - innerLearningRate * entropy[i]!)
  const scores = [1, 0].map((c) => data.filter((e) => e.label === c).map(({ x }) => dot(x, u)))
  const [positive, negative] = scores.map(mean) as [number, number]
  const alpha = margin + negative - positive
  const outer = w.map((_, i) => {
    const terms = (c: number, g: (f: number) => number) =>
      mean(data.filter((e) => e.label === c).map(({ x }) => 2 * g(dot(x, u)) * x[i]!))
    return terms(1, (f) => f - a - alpha) + terms(0, (f) => f - b + alpha)
  })
  const through = w.map((_, i) => {
    const curvature = data.map(({ x }, n) => {
      const p = probability[n]!
      return p * (1 - p) * x[i]! * dot(x, outer)
    })
    return outer[i]! - innerLearningRate * mean(curvature)
  })
  return [...through, 2 * (positive - a), 2 * (negative - b)].reduce((s, g) => s + g * g, 0)
}

/** Index batches: S1 uniform, S2 with as many positives as negatives. */
function draw(T: number, seed: number) {
  const integers = (size: number, from: number, to: number, purpose: number) =>
    tf.tidy(() =>
      tf.randomUniform([T, size], from, to, 'int32', 10 * seed + purpose).arraySync(),
    ) as number[][]
  const [uniform, positive, negative] = [
    integers(8, 0, 64, 1),
    integers(4, 0, 16, 2),
    integers(4, 16, 64, 3),
  ]
  return (t: number) => [uniform[t]!, [...positive[t]!, ...negative[t]!]] as const
}

/** ‖∇F‖² before each of T steps. */
function run(
  optimizer: Optimizer,
  T: number,
  seed: number,
  problemAt: (t: number, problem: Required<Omit<Problem, 'innerProbe'>>) => Problem,
): number[] {
  const batches = draw(T, seed)
  const variable = (values: number[] | number) => tf.tidy(() => tf.variable(tf.tensor(values)))
  const weights = { w: variable([-1, 1, 1]) }
  const auc = { a: variable(0), b: variable(0), alpha: variable(0) }
  const state = optimizer.init({ weights, auc })
  const labels = (examples: Example[]) => tf.tensor1d(examples.map((e) => e.label))
  const scores = (examples: Example[]) => tf.dot(tf.tensor2d(examples.map((e) => e.x)), weights.w)
  const area = (examples: Example[]) =>
    aucMargin(labels(examples), scores(examples), auc, { margin, scoreTransform: 'none' })
  const result = Array.from({ length: T }, (_, t) => {
    const [a, b] = [auc.a, auc.b].map((v) => v.dataSync()[0]!)
    const before = squaredGradient([...weights.w.dataSync()], a!, b!)
    const [s1, s2] = batches(t).map((batch) => batch.map((n) => data[n]!)) as [Example[], Example[]]
    tf.tidy(() => {
      const problem = {
        weights,
        auc,
        inner: () => crossEntropy(labels(s1), scores(s1)),
        outer: () => area(s2),
        dual: () => area([...s1, ...s2]),
      }
      void optimizer.step(problemAt(t, problem), state)
    })
    return before
  })
  tf.dispose([weights, auc, namedVariables(state)] as never)
  return result
}

/** Least-squares slope of log y against log x. */
function logSlope(x: readonly number[], y: readonly number[]): number {
  const [X, Y] = [x, y].map((values) => values.map(Math.log)) as [number[], number[]]
  const centred = X.map((v) => v - mean(X))
  return dot(centred, Y) / dot(centred, centred)
}

test('Algorithm 1 with the Hessian: mean ‖∇F‖² falls at least like T^-0.4', () => {
  const means = steps.map((T) => {
    const rate = 0.7 / Math.sqrt(T)
    const averaging = 8 / Math.sqrt(T)
    const optimizer = pdsca({
      ...real,
      innerLearningRate,
      learningRate: rate,
      dualLearningRate: rate,
      innerAveraging: averaging,
      gradientAveraging: averaging,
      hessian: 'finite-difference',
    })
    return mean([1, 2].map((seed) => mean(run(optimizer, T, seed, (_, problem) => problem))))
  })
  expect(logSlope(steps, means)).toBeLessThan(-0.4)
  expect(means.at(-1)).toBeLessThan(floor)
})

// What LibAUC 1.3 to 2.0.1 run as compositional training: one step by turns on either loss, through one gradient average.
test('steps on cross-entropy and the AUC loss by turns stay above a floor of 1.5', () => {
  for (const T of steps) {
    const optimizer = pesg({
      ...real,
      learningRate: 0.7 / Math.sqrt(T),
      gradientAveraging: 8 / Math.sqrt(T),
    })
    const values = run(optimizer, T, 1, (t, { inner, ...problem }) =>
      t % 2 === 0 ? { ...problem, outer: inner } : problem,
    )
    expect(mean(values), `T = ${T}`).toBeGreaterThan(floor)
  }
})

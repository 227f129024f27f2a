import { expect, test } from 'vitest'
import { ce, ct, type Method, trainingPlan, tsDec, tsDrw } from '../src/index.ts'

const run = { gradientEvaluations: 100, batchesPerEpoch: 7 }
const stepsOf = (method: Method, change: object = {}) =>
  trainingPlan(method, { ...run, ...change }).stages.map(({ steps }) => steps)

test('divides the budget by the price of a step', () => {
  expect(stepsOf(ce())).toEqual([100])
  expect(stepsOf(ct())).toEqual([50])
  expect(stepsOf(ct({ innerSteps: 2 }))).toEqual([33])
  expect(trainingPlan(ct({ innerSteps: 2 }), run)).toMatchObject({
    steps: 33,
    gradientEvaluations: 99,
  })
  expect(stepsOf(ct(), { gradientEvaluations: 1 })).toEqual([1])
})

test('the schedule goes by what has been spent, for every method alike', () => {
  const drops = (method: Method) => {
    const [stage] = trainingPlan(method, run).stages
    const rates = Array.from({ length: stage!.steps }, (_, step) => stage!.rate(step))
    return [0.1, 0.01].map((rate) => rates.findIndex((r) => Math.abs(r - rate) < 1e-12))
  }
  expect(drops(ce())).toEqual([50, 75])
  expect(drops(ct())).toEqual([25, 38]) // after 50 and 76 gradient evaluations
})

test('several stages', () => {
  const deferred = trainingPlan(tsDrw(), run)
  expect(deferred).toMatchObject({ steps: 100, gradientEvaluations: 100 })
  expect(deferred.stages.map(({ steps, rate }) => [steps, rate(0), rate(25)])).toEqual([
    [50, 1, 1],
    [50, 0.1, 0.01],
  ])
  const decoupled = trainingPlan(tsDec(), run)
  expect(decoupled).toMatchObject({ steps: 170, gradientEvaluations: 170 })
  expect(decoupled.stages.map(({ steps, rate }) => [steps, rate(0), rate(60)])).toEqual([
    [100, 1, 0.1],
    [70, 1, 1],
  ])
})

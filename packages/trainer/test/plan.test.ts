import { expect, test } from 'vitest'
import {
  type Budget,
  ce,
  ct,
  type Method,
  type PlannedStage,
  trainingPlan,
  tsDec,
  tsDrw,
} from '../src/index.ts'

const run = { gradientEvaluations: 100, batchesPerEpoch: 7 }
/** Multiplier of a step of a stage that begins after `before` gradient evaluations. */
const rateOf = ({ stage, rate }: PlannedStage, step: number, before = 0) =>
  rate({ gradientEvaluations: before + step * stage.gradientEvaluations, seconds: 0 })
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
    const rates = Array.from({ length: stage!.steps! }, (_, step) => rateOf(stage!, step))
    return [0.1, 0.01].map((rate) => rates.findIndex((r) => Math.abs(r - rate) < 1e-12))
  }
  expect(drops(ce())).toEqual([50, 75])
  expect(drops(ct())).toEqual([25, 38]) // after 50 and 76 gradient evaluations
})

test('several stages', () => {
  const deferred = trainingPlan(tsDrw(), run)
  expect(deferred).toMatchObject({ steps: 100, gradientEvaluations: 100 })
  expect(
    deferred.stages.map((s, i) => [s.steps, rateOf(s, 0, 50 * i), rateOf(s, 25, 50 * i)]),
  ).toEqual([
    [50, 1, 1],
    [50, 0.1, 0.01],
  ])
  const decoupled = trainingPlan(tsDec(), run)
  expect(decoupled).toMatchObject({ steps: 170, gradientEvaluations: 170 })
  expect(
    decoupled.stages.map((s, i) => [s.steps, rateOf(s, 0, 100 * i), rateOf(s, 60, 100 * i)]),
  ).toEqual([
    [100, 1, 0.1],
    [70, 1, 1],
  ])
})

test('a budget in epochs or in steps is one in gradient evaluations', () => {
  const counts = (method: Method, budget: Budget) => {
    const { steps, gradientEvaluations } = trainingPlan(method, { ...budget, batchesPerEpoch: 7 })
    return [steps, gradientEvaluations]
  }
  expect(counts(ce(), { epochs: 3 })).toEqual([21, 21])
  expect(counts(ct(), { epochs: 3 })).toEqual([10, 20])
  expect(counts(ct(), { steps: 10 })).toEqual([10, 20])
  expect(counts(tsDrw(), { steps: 10 })).toEqual([10, 10])
})

test('a budget in seconds goes by the clock alone', () => {
  const at = (stageSteps: number, seconds: number) => ({
    step: stageSteps,
    stageSteps,
    gradientEvaluations: 0,
    seconds,
  })
  const plan = trainingPlan(tsDrw(), { seconds: 8, batchesPerEpoch: 7 })
  expect([plan.steps, plan.gradientEvaluations]).toEqual([undefined, undefined])
  const [first, second] = plan.stages
  const over = (stage: PlannedStage) => [3.9, 4, 7.9, 8].map((time) => stage.isOver(at(5, time)))
  expect(over(first!)).toEqual([false, true, true, true])
  expect(over(second!)).toEqual([false, false, false, true])
  expect(second!.isOver(at(0, 100))).toBe(false) // a stage takes one step at least
  expect([0, 4, 6].map((seconds) => second!.rate(at(0, seconds)))).toEqual([1, 0.1, 0.01])
  expect([0, 2, 8, 9].map((seconds) => plan.share({ step: 3, seconds }))).toEqual([0, 0.25, 1, 1])
})

test('a clock holds for a stage with epochs of its own too: it gets the last eleventh', () => {
  const [first, second] = trainingPlan(tsDec(), { seconds: 11, batchesPerEpoch: 7 }).stages
  const at = (stageSteps: number, seconds: number) => ({
    step: stageSteps,
    stageSteps,
    gradientEvaluations: 0,
    seconds,
  })
  expect([9.9, 10].map((seconds) => first!.isOver(at(5, seconds)))).toEqual([false, true])
  expect([4.9, 5, 7.5].map((seconds) => first!.rate(at(5, seconds)))).toEqual([1, 0.1, 0.01])
  expect([10.9, 11].map((seconds) => second!.isOver(at(5, seconds)))).toEqual([false, true])
  expect([69, 70].map((steps) => second!.isOver(at(steps, 10.5)))).toEqual([false, true])
})

test.each([
  [{}, 'a budget is one of gradientEvaluations, epochs, steps and seconds, got none'],
  [{ epochs: 1, steps: 2 }, 'got epochs, steps'],
  [{ epochs: 0 }, 'epochs must be an integer ≥ 1, got 0'],
  [{ steps: 1.5 }, 'steps must be an integer ≥ 1, got 1.5'],
  [{ seconds: -1 }, 'seconds must be a number > 0, got -1'],
  [{ seconds: Number.POSITIVE_INFINITY }, 'seconds must be a number > 0, got Infinity'],
])('refuses the budget %o', (budget, message) => {
  expect(() => trainingPlan(ce(), { ...(budget as Budget), batchesPerEpoch: 7 })).toThrow(message)
})

import { expect, test } from 'vitest'
import { ce, type Schedule, tsDrw } from '../../src/index.ts'
import { eventsOf, toyModel, toySource } from '../toy.ts'

async function run(method = tsDrw(), schedule?: Schedule) {
  const model = toyModel()
  const sources = method.stages.map((_, i) => toySource({ seed: i + 1 }))
  const options = { sources, gradientEvaluations: 20, ...(schedule && { schedule }) }
  const events = await eventsOf(model, method, options).finally(() => model.dispose())
  const losses = events.flatMap((event) => (event.kind === 'step' ? [event.loss] : []))
  return { losses, asked: sources.map((source) => source.asked) }
}

const steps = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)

test('cross-entropy until the learning rates drop, the AUC loss from there on', async () => {
  const { losses, asked } = await run()
  expect(asked).toEqual([steps(0, 10), steps(10, 20)])
  const average = await run(ce())
  expect(losses.slice(0, 10)).toEqual(average.losses.slice(0, 10))
  // With a = b = alpha = 0 the loss is mean₊ f² + mean₋ f², of probabilities; cross-entropy would have gone on falling.
  expect(losses[10]).not.toBe(average.losses[10])
})

test('switches where the schedule drops first, not where it rises', async () => {
  const warmUp: Schedule = (progress) => (progress < 0.1 ? 0.5 : progress < 0.3 ? 1 : 0.1)
  expect((await run(tsDrw(), warmUp)).asked).toEqual([steps(0, 6), steps(6, 20)])
})

test('refuses a schedule that does not drop, before it trains', async () => {
  await expect(run(tsDrw(), () => 1)).rejects.toThrow(
    new RangeError(
      'stage 1 of TS-DRW ends when the learning rates first drop, which they do not within the budget',
    ),
  )
})

test('hands options to its stages', () => {
  const { stages } = tsDrw({ first: { learningRate: 0.3 }, second: { learningRate: 0.2 } })
  expect(stages.map(({ optimizer }) => optimizer.learningRates)).toEqual([
    { learningRate: 0.3 },
    { learningRate: 0.2 },
  ])
})

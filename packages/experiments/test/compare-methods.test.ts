import { expect, test } from 'vitest'
import { tinyData } from '../../../test/tiny-data.ts'
import {
  type ComparisonEvent,
  type ComparisonSettings,
  compareMethods,
  comparisonSettings,
  prepareTask,
  type RunResult,
} from '../src/index.ts'

const settings: ComparisonSettings = {
  ...comparisonSettings({ speed: 'cpu', quick: true }),
  root: tinyData(),
  classNames: ['dark', 'bright', 'striped'],
  positive: ['bright'],
  negative: ['dark', 'striped'],
  batchSize: 16,
  gradientEvaluations: 4,
  evaluations: 2,
}

async function compare(overrides: Partial<ComparisonSettings> = {}): Promise<ComparisonEvent[]> {
  const all = { ...settings, ...overrides }
  const events: ComparisonEvent[] = []
  for await (const event of compareMethods({ task: await prepareTask(all), settings: all }))
    events.push(event)
  return events
}

const results = (events: ComparisonEvent[]): RunResult[] =>
  events.flatMap((event) => (event.kind === 'end' ? [event.result] : []))

test('every method gets the same budget and scores the same images', async () => {
  const events = await compare()
  expect(events.flatMap((e) => (e.kind === 'start' ? [[e.method, e.steps]] : []))).toEqual([
    ['CE', 4],
    ['AUCsc', 4],
    ['CT', 2],
  ])
  for (const result of results(events)) {
    expect(result).toMatchObject({ gradientEvaluations: 4 })
    expect(result.curve.map((point) => point.gradientEvaluations)).toEqual([2, 4])
    expect(result.test.scores).toHaveLength(30)
    expect(result.test.labels.reduce((sum, label) => sum + label, 0)).toBe(10)
  }
})

test('runs the other methods of the paper; TS-DEC adds ten epochs to the budget and says so', async () => {
  const events = await compare({ methods: ['AUC-CE', 'TS-DRW', 'TS-DEC'], evaluations: 1 })
  const started = events.flatMap((e) => (e.kind === 'start' ? [[e.method, e.steps]] : []))
  const { length } = (await prepareTask(settings)).train.labels
  const spent = 4 + 10 * Math.floor(length / settings.batchSize)
  expect(started).toEqual([
    ['AUC-CE', 4],
    ['TS-DRW', 4],
    ['TS-DEC', spent],
  ])
  expect(results(events).map((result) => result.gradientEvaluations)).toEqual([4, 4, spent])
})

test('repeats itself to the bit, and another seed does not', async () => {
  const scores = async (seed: number) =>
    results(await compare({ seed, methods: ['ct'] })).map(({ test }) => [...test.scores])
  const [first, second, other] = [await scores(1), await scores(1), await scores(2)]
  expect(second).toEqual(first)
  expect(other).not.toEqual(first)
})

test.each([
  [
    { methods: ['CE', 'XY'] },
    'there is no method "XY"; the methods are CE, AUCsc, AUC-CE, TS-DRW, TS-DEC, CT, CT-algorithm1',
  ],
  [{ network: 'vgg' }, 'there is no network "vgg"; the networks are resnet20, small-cnn'],
  [{ precision: 'half' }, 'there is no precision "half"; the precisions are float32, bfloat16'],
  [{ batchSize: 1, methods: ['CT'] }, 'batchSize must be'],
  [{ batchSize: 1000 }, 'batchSize must be'],
])('refuses %o before it trains', async (change, message) => {
  await expect(compare(change)).rejects.toThrow(message)
})

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  beginSweep,
  parseRecipe,
  profileNames,
  type Recipe,
  readProfile,
} from '@deepauc/experiments'
import { paperTables } from '@deepauc/report'
import { expect, test } from 'vitest'
import { makeReport } from '../src/report/make-report.ts'
import { taskName } from '../src/report/task-name.ts'

const newFolder = () => mkdtempSync(join(tmpdir(), 'deepauc-report-'))

async function reportOf(reference: string) {
  const out = newFolder()
  await beginSweep(await readProfile(reference), out)
  return makeReport(out)
}

test.each(profileNames())('profile %s has a report before anything is run', async (name) => {
  const { report, results, html } = await reportOf(name)
  expect(report.summary).toMatch(/^0 of \d+ runs are complete, 0 running, 0 failed/)
  expect(report.claims.every(({ verdict }) => verdict === 'undecidable')).toBe(true)
  expect(html).not.toMatch(/\bNaN\b|undefined|Infinity|\[object/)
  expect(results.command).toMatch(new RegExp(`^npx deepauc sweep --profile ${name} --out /`))
  // What is in no table of the paper has a table of its own.
  for (const { arms, places } of results.cells)
    for (const { study, role } of places)
      if (role === 'final' && arms.length === 0)
        expect(results.studies.find(({ name }) => name === study)!.hasOwnTable).toBe(true)
})

test('profile paper has a place for every number of Tables 1, 4 and 5, under the names of the paper', async () => {
  const { results } = await reportOf('paper')
  const { table1, table5 } = paperTables
  const has = (dataset: string, imratio: number | undefined, method: string, arm: string) =>
    results.cells.some(
      (cell) =>
        cell.dataset === dataset &&
        cell.imratio === imratio &&
        cell.method === method &&
        cell.arms.some((own) => own === arm),
    )
  for (const { dataset, imratio } of table1.rows)
    for (const method of ['CE', 'AUCsc', 'TS-DRW', 'TS-DEC'])
      expect([dataset, imratio, has(dataset, imratio, method, 'tuned')]).toEqual([
        dataset,
        imratio,
        true,
      ])
  for (const { dataset, imratio } of table5.rows)
    expect(has(dataset, imratio, 'CE', 'equal-seconds')).toBe(true)
  const tuned = (study: string, column: string) =>
    results.tuning.find((place) => place.study === study && place.column === column)!
  expect(tuned('table1', 'ct').configurations).toHaveLength(9)
  expect(tuned('table1', 'ct').from).toBeUndefined()
  expect(tuned('table5', 'ce').from).toBe(`table1/${tuned('table5', 'ce').row}/ce`)
})

const halves = { source: 'cifar10', binarize: 'halves', imratio: 0.1 }
const positive = ['Shirt']

test.each<[object, string, number | undefined]>([
  [halves, 'CIFAR10', 0.1],
  [{ ...halves, imratio: 0.02 }, 'CIFAR10', 0.02],
  [{ ...halves, binarize: { positive: ['cat'] } }, 'cat against the others (cifar10)', 0.1],
  [{ ...halves, source: 'melanoma', imratio: 'as-is' }, 'Melanoma', 0.0176],
  [{ ...halves, source: 'ddsm', imratio: 'as-is' }, 'DDSM+', 0.13],
  [
    { ...halves, source: 'mnist', imratio: 'as-is' },
    'upper half of the classes (mnist)',
    undefined,
  ],
  [
    { ...halves, source: 'sample', binarize: { positive, negative: ['Coat', 'Dress'] } },
    'Shirt against Coat, Dress (Fashion-MNIST sample)',
    0.1,
  ],
  [
    { source: 'chexpert', findings: ['A', 'B', 'C', 'D', 'E'], imratio: 'as-is' },
    'CheXpert',
    undefined,
  ],
  [{ source: 'chexpert', findings: ['Edema'], imratio: 'as-is' }, 'Edema (chexpert)', undefined],
])('%j is called %s', (data, dataset, imratio) => {
  const recipe = { data, network: { name: 'mlp' }, method: { name: 'CE' } }
  const { data: parsed } = parseRecipe({ ...recipe, training: { budget: { steps: 1 } } }, 'test')
  expect(taskName(parsed as Recipe['data'])).toEqual({
    dataset,
    ...(imratio !== undefined && { imratio }),
  })
})

const small = {
  data: { source: 'mnist', binarize: 'halves', imratio: 0.1 },
  network: { name: 'small-cnn', width: 2 },
}

/** Of one study or several, all on MNIST with CE and CT. JSON is YAML too. */
function profileFile(studies: Readonly<Record<string, object>>): string {
  const file = join(newFolder(), 'own.yaml')
  const recipe = { ...small, training: { budget: { steps: 2 } } }
  const columns = {
    ce: { recipe: { method: { name: 'CE' } } },
    ct: { recipe: { method: { name: 'CT' } } },
  }
  const shared = { description: 'own', recipe, columns, rows: { one: {} }, tuningSeeds: [9] }
  const whole = Object.entries(studies).map(([name, study]) => [
    name,
    { ...shared, seeds: [0, 1], ...study },
  ])
  writeFileSync(file, JSON.stringify({ description: 'own', studies: Object.fromEntries(whole) }))
  return file
}

test('of two runs for one place, the first has it, and the other stands in its own study', async () => {
  const longer = { rows: { one: { training: { positiveRate: 0.3 } } } }
  const file = profileFile({ a: { table: 'table1' }, b: { table: 'table1', ...longer } })
  const { results, report } = await reportOf(file)
  const armsIn = (study: string) =>
    results.cells.filter(({ places }) => places[0]!.study === study).map(({ arms }) => arms.join())
  expect(armsIn('a')).toEqual(['tuned', 'tuned', 'tuned', 'tuned'])
  expect(armsIn('b')).toEqual(['', '', '', ''])
  expect(results.studies.map(({ hasOwnTable }) => hasOwnTable)).toEqual([false, true])
  expect(report.sections.map(({ title }) => title)).toContain('Study b')
  expect(results.command).toContain('--profile own.yaml')
})

test('the runs of a grid of averaging weights are compared by them, and stand in a table of their own', async () => {
  const at = (beta: number) => ({
    recipe: { method: { name: 'CT', innerAveraging: beta, gradientAveraging: beta } },
  })
  const grid = { table: 'averaging-grid', columns: { good: at(0.9), other: at(0.5) } }
  const { results, report } = await reportOf(profileFile({ grid, one: { table: 'table1' } }))
  const beta = (cell: (typeof results.cells)[number]) => cell.averaging?.inner
  const inGrid = results.cells.filter(({ arms }) => arms.includes('averaging-grid'))
  expect(inGrid.map(beta)).toEqual([0.9, 0.5, 0.9, 0.5])
  expect(inGrid.map(({ arms }) => arms.length)).toEqual([2, 1, 2, 1])
  expect(results.studies[0]).toMatchObject({ name: 'grid', hasOwnTable: true })
  expect(report.sections.map(({ title }) => title)).toContain('Study grid')
})

test('runs for Theorem 1 are told apart by their steps, and stand in a table of their own', async () => {
  const rows = Object.fromEntries(
    [2, 4, 8].map((steps) => [`steps-${steps}`, { training: { budget: { steps } } }]),
  )
  const columns = { ct: { recipe: { method: { name: 'CT' } } } }
  const file = profileFile({ rate: { table: 'rate', rows, columns, recipe: small } })
  const { results } = await reportOf(file)
  expect(results.cells.map(({ arms, budget }) => `${arms} ${budget.amount}`)).toEqual([
    'rate 2',
    'rate 4',
    'rate 8',
    'rate 2',
    'rate 4',
    'rate 8',
  ])
  expect(results.studies[0]).toMatchObject({ name: 'rate', hasOwnTable: false })
})

test('columns with names of their own and studies without a table have a table of their own', async () => {
  const columns = { 'ct-fast': { recipe: { method: { name: 'CT', innerSteps: 2 } } } }
  const { results } = await reportOf(
    profileFile({ named: { table: 'table1', columns }, free: { seeds: [5] } }),
  )
  expect(results.cells.flatMap(({ arms }) => arms)).toEqual([])
  expect(results.studies).toMatchObject([
    { name: 'named', columns: ['ct-fast'], seeds: 2, hasOwnTable: true },
    { name: 'free', columns: ['ce', 'ct'], seeds: 1, hasOwnTable: true },
  ])
  const [cell] = results.cells
  expect(cell).toMatchObject({
    ...{ network: 'small-cnn (width 2)', budget: { unit: 'steps', amount: 2 } },
    ...{ profile: 'own', state: 'lacking', message: 'no folder was given for mnist' },
  })
})

test('a network without hidden layers says so', async () => {
  const withLayers = (hidden: number[]) => ({
    recipe: { ...small, network: { name: 'mlp', hidden }, training: { budget: { steps: 2 } } },
  })
  const { results } = await reportOf(profileFile({ a: withLayers([]), b: withLayers([8, 4]) }))
  expect(new Set(results.cells.map((cell) => cell.network))).toEqual(
    new Set(['mlp (hidden none)', 'mlp (hidden 8, 4)']),
  )
})

test('data of one name that are not the same are told apart by their rows', async () => {
  const rows = { small: { data: { size: 16 } }, large: { data: { size: 24 } } }
  const { results } = await reportOf(profileFile({ sizes: { table: 'table1', rows } }))
  expect(new Set(results.cells.map(({ dataset }) => dataset))).toEqual(
    new Set([
      'upper half of the classes (mnist), small',
      'upper half of the classes (mnist), large',
    ]),
  )
  expect(results.cells.every(({ arms }) => arms.join() === 'tuned')).toBe(true)
})

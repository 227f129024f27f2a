import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { recipeHash } from '../src/recipe/identity.ts'
import { presetNames } from '../src/recipe/presets.ts'
import { readRecipe } from '../src/recipe/read-recipe.ts'
import type { CellStatus } from '../src/sweep/cell-status.ts'
import { chooseConfiguration, type Outcome } from '../src/sweep/choose-configuration.ts'
import { configurations, layersOf } from '../src/sweep/grid.ts'
import { planCells } from '../src/sweep/plan-cells.ts'
import { planSweep } from '../src/sweep/plan-sweep.ts'
import { armName, type Profile } from '../src/sweep/profile.ts'
import { profileNames, readProfile } from '../src/sweep/read-profile.ts'
import { secondsLeft } from '../src/sweep/seconds-left.ts'
import type { SweepPlan } from '../src/sweep/sweep-plan.ts'
import { arm, manyCells, newFolder, profileOf, studyOf } from './sweep-profiles.ts'

const done = (validationAuc: number | null): Outcome => ({ state: 'done', validationAuc })
const request = (profile: Profile) => ({ profile, folders: {}, set: [] })
const hashesOf = ({ cells }: SweepPlan) => cells.map(({ hash }) => hash)

/** Plans until nothing more follows. */
async function planAll(profile: Profile, outcome: (hash: string) => Outcome) {
  const outcomes = new Map<string, Outcome>()
  for (;;) {
    const plan = await planCells(request(profile), outcomes)
    if (hashesOf(plan).every((hash) => outcomes.has(hash))) return { plan, outcomes }
    for (const hash of hashesOf(plan)) outcomes.set(hash, outcome(hash))
  }
}

test('a grid: every combination, keys with a comma together', () => {
  const grid = { 'method.innerSteps': [1, 2], 'method.a, method.b': [0.5, 0.9] }
  expect(configurations(grid)).toEqual([
    { 'method.innerSteps': 1, 'method.a, method.b': 0.5 },
    { 'method.innerSteps': 1, 'method.a, method.b': 0.9 },
    { 'method.innerSteps': 2, 'method.a, method.b': 0.5 },
    { 'method.innerSteps': 2, 'method.a, method.b': 0.9 },
  ])
  expect(configurations({})).toEqual([{}])
  expect(layersOf({ 'method.a, method.b': 0.5 })).toEqual([
    { method: { a: 0.5 } },
    { method: { b: 0.5 } },
  ])
})

describe('the choice of a configuration', () => {
  test.each<[string, (Outcome | undefined)[][], object]>([
    [
      'the highest mean',
      [
        [done(0.7), done(0.9)],
        [done(0.85), done(0.85)],
      ],
      { chosen: 1 },
    ],
    ['of equal ones the first', [[done(0.7)], [done(0.9)], [done(0.9)]], { chosen: 1 }],
    ['waits for the last run', [[done(0.7)], [undefined]], { isOver: false }],
    [
      'not what diverged at one seed',
      [
        [done(0.9), { state: 'diverged' }],
        [done(0.6), done(0.6)],
      ],
      { chosen: 1 },
    ],
    [
      'not what failed, nor what has no AUC',
      [[{ state: 'failed' }], [done(null)], [done(0.1)]],
      { chosen: 2 },
    ],
  ])('%s', (_, runs, expected) => {
    expect(chooseConfiguration(runs)).toMatchObject({ isOver: true, ...expected })
  })

  test('none, while a run is missing or if none has an AUC', () => {
    expect(chooseConfiguration([[done(0.7)], [undefined]])).not.toHaveProperty('chosen')
    expect(chooseConfiguration([[{ state: 'diverged' }]])).toEqual({
      validationAucs: [undefined],
      isOver: true,
    })
  })
})

const ct = { method: { name: 'CT' } }
/** CT is tuned; an ablation of its winner is tuned again; the same time for the winner. */
const staged = profileOf(
  studyOf(
    'first',
    [arm('ce'), arm('ct', { layers: [ct], grid: { 'method.innerSteps': [1, 2, 3] } })],
    { seeds: [0, 1], tuningSeeds: [100, 101] },
  ),
  studyOf('second', [
    arm('same', {
      from: { study: 'first', row: 'halves', column: 'ct' },
      layers: [{ method: { sameBatch: true } }],
      grid: { 'method.innerLearningRate': [0.1, 0.05] },
    }),
    arm('timed', {
      from: { study: 'first', row: 'halves', column: 'ct' },
      layers: [{ training: { budget: { seconds: 5 } } }],
    }),
  ]),
)

describe('stages', () => {
  test('first what depends on nothing, in order, and how many come later', async () => {
    const { cells, later, selections } = await planCells(request(staged), new Map())
    expect(cells.map(({ uses: [use] }) => [use!.column, use!.role, use!.seed])).toEqual([
      ['ct', 'tuning', 100],
      ['ct', 'tuning', 101],
      ['ct', 'tuning', 100],
      ['ct', 'tuning', 101],
      ['ct', 'tuning', 100],
      ['ct', 'tuning', 101],
      ['ce', 'final', 0],
      ['ce', 'final', 1],
    ])
    // ct: 2 final runs; same: 2 configurations at one seed and a final run; timed: a final run.
    expect(later).toBe(2 + 3 + 1)
    expect(selections.map(({ configurations: tried }) => tried.length)).toEqual([1, 3])
  })

  test('then the winner, and what begins with it', async () => {
    const first = await planCells(request(staged), new Map())
    const aucs = [0.8, 0.8, 0.7, 0.95, 0.9, 0.6]
    const outcomes = new Map(aucs.map((auc, i) => [hashesOf(first)[i] as string, done(auc)]))
    const second = await planCells(request(staged), outcomes)
    const added = second.cells.filter(({ hash }) => !hashesOf(first).includes(hash))
    expect(
      added.map(({ recipe: { method, training }, uses: [use] }) => [
        use!.column,
        use!.role,
        'innerSteps' in method && method.innerSteps,
        training.seed,
        training.budget,
      ]),
    ).toEqual([
      ['ct', 'final', 2, 0, { steps: 4 }],
      ['ct', 'final', 2, 1, { steps: 4 }],
      ['same', 'tuning', 2, 100, { steps: 4 }],
      ['same', 'tuning', 2, 100, { steps: 4 }],
      ['timed', 'final', 2, 0, { seconds: 5 }],
    ])
    expect(second.later).toBe(1)
    const chosen = second.selections.find(({ column }) => column === 'ct')!
    expect(chosen.chosen).toBe(1)
    expect(chosen.configurations.map(({ validationAuc }) => validationAuc)).toEqual([
      0.8,
      expect.closeTo(0.825, 12),
      0.75,
    ])
  })

  test('an arm whose tuning runs all diverged has no final runs, and others go on', async () => {
    const { plan } = await planAll(staged, () => ({ state: 'diverged' }))
    expect(plan.cells.filter(({ uses: [use] }) => use!.role === 'final')).toHaveLength(2)
    expect(plan.selections.find(({ column }) => column === 'ct')).toMatchObject({ isOver: true })
    // Nor is there anything to wait for.
    expect(plan.later).toBe(0)
  })

  test('whatever is over first, the cells are the same in the end, and none goes away', async () => {
    const auc = (hash: string) => done(Number.parseInt(hash.slice(0, 6), 16) / 2 ** 24)
    const { plan: last, outcomes } = await planAll(staged, auc)
    const all = [...outcomes]
    await fc.assert(
      fc.asyncProperty(fc.subarray(all), async (some) => {
        const plan = await planCells(request(staged), new Map(some))
        expect(hashesOf(last)).toEqual(expect.arrayContaining(hashesOf(plan)))
        expect(plan.cells.length + plan.later).toBe(last.cells.length)
        const rest = await planCells(request(staged), new Map([...all].reverse()))
        expect(rest).toEqual(last)
      }),
      { numRuns: 30, seed: 9 },
    )
  })
})

test('more seeds add cells, and studies share those that are alike', async () => {
  const two = await planSweep(manyCells(2))
  const three = await planSweep(manyCells(3))
  expect(hashesOf(three).slice(0, 2)).toEqual(hashesOf(two))
  const shared = await planSweep(
    profileOf(studyOf('a', [arm('ce')]), studyOf('b', [arm('again'), arm('ct', { layers: [ct] })])),
  )
  expect(shared.cells.map(({ uses }) => uses.map((use) => armName(use)))).toEqual([
    ['a/halves/ce', 'b/halves/again'],
    ['b/halves/ct'],
  ])
})

test('folders and changes of the command reach every recipe; what has no folder cannot run', async () => {
  const profile = profileOf(
    studyOf('a', [arm('ce', { layers: [{ data: { source: 'mnist' }, method: { name: 'CE' } }] })]),
  )
  const { cells } = await planSweep(profile)
  expect(cells[0]).toMatchObject({ lacks: 'mnist' })
  const set = ['training.batchSize=32']
  const there = await planSweep(profile, { folders: { mnist: { root: '/mnist' } }, set })
  expect(there.cells[0]).not.toHaveProperty('lacks')
  expect(there.cells[0]!.recipe).toMatchObject({
    data: { root: '/mnist' },
    training: { batchSize: 32 },
  })
  await expect(planSweep(profile, { set: ['training.batch=32'] })).rejects.toThrow(
    /profile test, a\/halves\/ce: .*training\.batch/,
  )
})

test('a thousand cells are planned within a second', async () => {
  const before = process.cpuUsage()
  const { cells } = await planSweep(manyCells(1000))
  const { user, system } = process.cpuUsage(before)
  expect(new Set(cells.map(({ hash }) => hash)).size).toBe(1000)
  expect((user + system) / 1e6).toBeLessThan(1)
})

describe('the profiles', () => {
  test.each(profileNames())('%s makes valid recipes to the end', async (name) => {
    const { plan } = await planAll(await readProfile(name), () => done(0.5))
    expect(plan.later).toBe(0)
    expect(plan.selections.every(({ chosen }) => chosen === 0)).toBe(true)
    const { studies } = await readProfile(name)
    // No final run has a seed that settings were chosen with.
    for (const { seeds, tuningSeeds } of studies)
      expect(seeds.filter((seed) => tuningSeeds.includes(seed))).toEqual([])
  })

  test('laptop begins with the hard task at 10 %: six methods, six seeds, 3,000 gradient evaluations', async () => {
    const { plan } = await planAll(await readProfile('laptop'), () => done(0.5))
    const final = plan.cells.filter(({ uses }) =>
      uses.some(({ study, role }) => study === 'hard-10' && role === 'final'),
    )
    expect(final).toHaveLength(36)
    expect(new Set(final.map(({ recipe }) => recipe.method.name)).size).toBe(6)
    for (const { recipe } of final)
      expect(recipe.training.budget).toEqual({ gradientEvaluations: 3000 })
  })

  test('only final runs are measured for figures', async () => {
    const { plan } = await planAll(await readProfile('smoke'), () => done(0.5))
    for (const { recipe, uses } of plan.cells)
      expect('measure' in recipe.training).toBe(uses.some(({ role }) => role === 'final'))
  })

  test('paper has every preset of Tables 1, 2, 4 and 5, if their settings win', async () => {
    const names = presetNames().filter((name) => name.startsWith('table'))
    const presets = await Promise.all(names.map((name) => readRecipe(name)))
    const hashAt = (seed: number, recipes = presets) =>
      Promise.all(
        recipes.map((recipe) => recipeHash({ ...recipe, training: { ...recipe.training, seed } })),
      )
    const unmeasured = presets.map(({ training: { measure: _, ...training }, ...recipe }) => ({
      ...recipe,
      training,
    }))
    const favourites = new Set(await hashAt(100, unmeasured))
    const { plan } = await planAll(await readProfile('paper'), (hash) =>
      done(favourites.has(hash) ? 0.9 : 0.5),
    )
    const final = new Map(
      plan.cells
        .filter(({ uses }) => uses.some(({ role }) => role === 'final'))
        .map(({ hash, uses }) => [hash, uses]),
    )
    for (const seed of [0, 1, 2]) {
      const hashes = await hashAt(seed)
      const missing = names.filter((_, i) => !final.has(hashes[i]!))
      // One run each is in Table 5.
      expect(missing.filter((name) => seed === 0 || !name.startsWith('table5'))).toEqual([])
    }
    // 216 and 72 runs of Tables 1 and 4, 9 of averaging; of Table 2 those with S1 = S2, and β0 = 1 (β0 < 1 at k = 1 won, so that it is Table 1's); 24 of Table 5; 9 of averaging.
    expect(final.size).toBe(216 + 72 + 36 + 36 + 24 + 9)
  })

  test.each([
    ['a key', 'studis: {}', /profile\.yaml:2:1: .*studis/],
    ['a name', study('rows: { 10: {} }'), 'is no name like shirt-10'],
    ['an empty list of seeds', study('seeds: []'), /:4:\d+: studies\.a\.seeds/],
    ['YAML', 'studies: [', 'profile.yaml'],
    ['a preset', study('recipe: { extends: data/sampel }'), 'did you mean data/sample?'],
    [
      'an order',
      study('columns: { ct: { from: b/x/ct } }'),
      'a/x/ct begins with b/x/ct, which is not before it',
    ],
  ])('mistakes are told with their place: %s', async (_, yaml, message) => {
    const file = join(newFolder(), 'profile.yaml')
    writeFileSync(file, `description: for a test\n${yaml}\n`)
    await expect(readProfile(file)).rejects.toThrow(message)
  })

  test('an unknown name', async () => {
    await expect(readProfile('laptob')).rejects.toThrow('did you mean laptop?')
  })

  test('a file extends other files beside it, and rows and columns fill in names', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'half-ct.yaml'), 'method: { name: CT, innerSteps: 3 }\n')
    writeFileSync(
      join(folder, 'own.yaml'),
      `description: for a test\n${study("recipe: { extends: [data/sample, './{row}-{column}.yaml'], network: { name: mlp }, training: { budget: { steps: 1 } } }", 'half')}\n`,
    )
    const { cells } = await planSweep(await readProfile(join(folder, 'own.yaml')))
    expect(cells.map(({ recipe }) => recipe.method)).toMatchObject([{ name: 'CT', innerSteps: 3 }])
  })
})

/** A study whose keys are replaced by `line`. */
function study(line: string, row = 'x'): string {
  const lines = [
    'description: for a test',
    'tuningSeeds: [100]',
    'seeds: [0]',
    `rows: { ${row}: {} }`,
    'columns: { ct: {} }',
  ]
  const key = line.slice(0, line.indexOf(':') + 1)
  const kept = lines.filter((each) => !each.startsWith(key))
  return ['studies:', '  a:', ...[line, ...kept].map((each) => `    ${each}`)].join('\n')
}

test('time left: as long as cells that are alike took, or all, each for itself', async () => {
  const { cells } = await planSweep(
    profileOf(
      studyOf(
        'a',
        [
          arm('ce'),
          arm('long', {
            layers: [{ method: { name: 'CE' }, training: { budget: { steps: 400 } } }],
          }),
        ],
        { seeds: [0, 1, 2] },
      ),
    ),
  )
  const after = (states: readonly [CellStatus['state'], number][]) =>
    cells.map((cell, i) => ({ ...cell, folder: '', state: states[i]![0], seconds: states[i]![1] }))
  const none = after(Array(6).fill(['planned', 0]))
  expect(secondsLeft(none, 0)).toBeUndefined()
  // Short and long in turns: 10 and 20 seconds, and 100.
  const some = after([
    ['done', 10],
    ['done', 100],
    ['done', 20],
    ['preempted', 7],
    ['planned', 0],
    ['diverged', 3],
  ])
  expect(secondsLeft(some, 0)).toBeCloseTo(100 + 15, 10)
  expect(secondsLeft(some, 3)).toBeCloseTo(115 + (3 * 130) / 3, 10)
  const first = after([['done', 10], ...Array(5).fill(['planned', 0])])
  expect(secondsLeft(first, 0)).toBeCloseTo(50, 10)
})

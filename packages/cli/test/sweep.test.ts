import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseAllDocuments, stringify } from 'yaml'
import { tinyData } from '../../../test/tiny-data.ts'
import { makeReport } from '../src/report/make-report.ts'
import { deepauc } from './deepauc.ts'

const root = tinyData()
const newFolder = () => mkdtempSync(join(tmpdir(), 'deepauc-sweep-'))

/** Two configurations of CT, and AUC from scratch. */
function profileFile({ steps = 2, ctNetwork = {}, source = 'mnist' } = {}): string {
  const file = join(newFolder(), 'tiny.yaml')
  const recipe = {
    data: { source, binarize: { positive: ['1'] }, imratio: 0.2 },
    network: { name: 'small-cnn', width: 2 },
    training: { batchSize: 10, budget: { steps }, evaluations: 1, workers: 0 },
  }
  const ct = { network: ctNetwork, method: { name: 'CT' } }
  const columns = {
    'auc-sc': { recipe: { method: { name: 'AUCsc' } } },
    ct: { recipe: ct, grid: { 'method.innerSteps': [1, 2] } },
  }
  const study = { description: 'tiny', recipe, rows: { one: {} }, columns }
  const studies = { tiny: { ...study, tuningSeeds: [9], seeds: [0, 1] } }
  writeFileSync(file, stringify({ description: 'for a test', studies }))
  return file
}

const begin = (profile: string, out: string) => [
  ...['sweep', '--profile', profile, '--out', out],
  ...['--root', `mnist=${root}`, '--backend', 'cpu'],
]

test('runs what a profile asks for, tells how far it is, and repeats nothing', async () => {
  const [out, profile] = [newFolder(), profileFile()]
  const first = await deepauc(begin(profile, out))
  expect([first.code, first.stderr]).toEqual([0, ''])
  expect(first.stdout).toMatch(/^ {7}0 of 4 runs done, 2 more when tuning is over$/m)
  expect(first.stdout).toMatch(/^begin {2}tiny\/one\/ct seed 9, innerSteps 2 \(tuning\)$/m)
  expect(first.stdout).toMatch(/^done {3}tiny\/one\/ct seed 1, innerSteps [12] \(final\), \d+ s$/m)
  expect(first.stdout).toMatch(/^ {7}6 of 6 runs done$/m)
  expect(first.stdout).toMatch(/^tiny +6 +6 +0/m)
  expect(first.stdout).toContain(`Report: npx deepauc report ${out}`)

  const again = await deepauc(['sweep', '--out', out, '--json'])
  expect(again.code).toBe(0)
  const events = again.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(events.map(({ kind }) => kind)).toEqual(['progress', 'status'])
  expect(events[1].counts).toMatchObject({ done: 6, planned: 0 })

  const status = await deepauc(['sweep', '--out', out, '--status'])
  expect(status.stdout).toMatch(/^profile tiny +runs +done/m)
})

test('a stopped sweep names the command that goes on', async () => {
  const [out, profile] = [newFolder(), profileFile({ steps: 2000 })]
  const args = begin(profile, out)
  let timer: NodeJS.Timeout | undefined
  const stopped = await deepauc([...args, '--jobs', '1'], (_, kill) => {
    timer ??= setInterval(() => {
      if (!isTraining(out)) return
      clearInterval(timer)
      kill('SIGINT')
    }, 50)
  })
  expect(stopped.code).toBe(130)
  expect(stopped.stderr).toBe(`stopped; go on with: npx deepauc ${args.join(' ')} --jobs 1\n`)
  const status = await deepauc(['sweep', '--out', out, '--status', '--json'])
  expect(JSON.parse(status.stdout).counts).toMatchObject({ preempted: 1, running: 0 })
})

test('what fails is told, and the exit code', async () => {
  const [out, profile] = [
    newFolder(),
    profileFile({ ctNetwork: { weights: '/nowhere.safetensors' } }),
  ]
  const wrong = await deepauc(begin(profile, out))
  expect(wrong.code).not.toBe(0)
  expect(wrong.stderr).toContain('/nowhere.safetensors')
})

test('runs that lack their data are left out, and the remedy is named', async () => {
  const [out, profile] = [newFolder(), profileFile()]
  const args = ['sweep', '--profile', profile, '--out', out]
  const { code, stderr, stdout } = await deepauc(args)
  expect(code).toBe(3)
  expect(stderr).toContain('4 runs lack the files of mnist')
  expect(stderr).toContain('--root mnist=FOLDER')
  expect(stdout).toMatch(/^tiny +4 +0/m)
})

test.each(['tiny.yaml', 'laptop.yaml'])(
  'commands name the profile %s as it was typed',
  async (name) => {
    const [cwd, out] = [newFolder(), newFolder()]
    mkdirSync(join(cwd, 'prof'))
    copyFileSync(profileFile(), join(cwd, 'prof', name))
    const typed = `prof/${name}`
    const args = ['sweep', '--profile', typed, '--out', out]
    expect((await deepauc(args, undefined, { cwd })).code).toBe(3)
    const { results } = await makeReport(out)
    expect(results.command).toBe(`npx deepauc ${args.join(' ')}`)
    // As an earlier version has written it.
    const file = join(out, 'sweep.json')
    const { reference, ...older } = JSON.parse(readFileSync(file, 'utf8'))
    expect(reference).toBe(typed)
    writeFileSync(file, JSON.stringify(older))
    const guessed = name === 'laptop.yaml' ? 'laptop' : name
    expect((await makeReport(out)).results.command).toContain(`--profile ${guessed} --out`)
  },
)

test('a damaged file of a sweep is named, with the remedy', async () => {
  const out = newFolder()
  writeFileSync(join(out, 'sweep.json'), '{"profile":{}}')
  for (const args of [
    ['sweep', '--out', out],
    ['sweep', '--out', out, '--status'],
    ['report', out],
  ]) {
    const { code, stderr } = await deepauc(args)
    expect([code, stderr]).toEqual([
      3,
      `error: ${join(out, 'sweep.json')}: is damaged. Begin the sweep again with its profile: cells that are done are not repeated.\n`,
    ])
  }
})

test('--plan lists the runs and writes nothing', async () => {
  const out = newFolder()
  const { code, stdout } = await deepauc([
    'sweep',
    '--profile',
    profileFile(),
    '--out',
    out,
    '--plan',
  ])
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^[0-9a-f]{12} {2}tiny\/one\/auc-sc seed 0 \(final\); lacks --root mnist=FOLDER$/m,
  )
  expect(stdout).toMatch(/^4 runs, and 2 more that depend on their results$/m)
  expect(readdirSync(out)).toEqual([])
})

test('--engine kubernetes writes manifests', async () => {
  const out = newFolder()
  const engine = ['--engine', 'kubernetes', '--image', 'registry.example/deepauc:1']
  const args = ['sweep', '--profile', 'smoke', '--out', out, ...engine, '--retry', 'failed']
  const { code, stdout } = await deepauc([...args, '--claim', 'sweeps', '--cpu', '3'])
  expect(code).toBe(0)
  expect(stdout).toContain(`kubectl apply --filename ${join(out, 'kubernetes')}\n`)
  const [job] = parseAllDocuments(readFileSync(join(out, 'kubernetes/workers.yaml'), 'utf8'))
  const { containers } = job!.toJS().spec.template.spec
  const [{ command = [], args: words = [] }] = containers
  expect([...command, ...words].join(' ')).toContain('--jobs 1 --threads 3 --retry failed')

  const without = await deepauc(args)
  expect([without.code, without.stderr]).toEqual([2, expect.stringContaining('--claim')])
})

test('--engine slurm without Slurm says what is missing', async () => {
  const args = ['sweep', '--profile', 'smoke', '--out', newFolder(), '--engine', 'slurm']
  const { code, stderr } = await deepauc(args, undefined, { env: { PATH: '/nowhere' } })
  expect([code, stderr]).toEqual([1, expect.stringContaining('sbatch is missing')])
})

test.each<[string, string[], number, string]>([
  ['no folder', ['--profile', 'smoke'], 2, '--out is missing'],
  ['nothing begun', ['--out', newFolder()], 3, 'Name the folder of a sweep, or its profile'],
  ['a misspelt profile', ['--profile', 'smoek', '--out', 'x'], 2, 'did you mean smoke?'],
  [
    'changes of nothing',
    ['--out', 'x', '--set', 'training.batchSize=2'],
    2,
    '--set needs --profile',
  ],
  [
    'two folders',
    ['--profile', 'smoke', '--out', 'x', '--root', 'a=b', '--prepared', 'a=c'],
    2,
    'a has --root',
  ],
  [
    'an option of sbatch with dashes',
    ['--engine', 'slurm', '--slurm-option', '--gpus=1'],
    2,
    'key=value',
  ],
  ['a plan of nothing', ['--plan'], 2, '--plan needs --profile'],
  [
    'a wrong key',
    ['--profile', 'smoke', '--out', newFolder(), '--set', 'trainning.seed=1'],
    2,
    'training',
  ],
])('%s is an error with a remedy', async (_, args, code, words) => {
  const outcome = await deepauc(['sweep', ...args])
  expect(outcome.stderr).toContain(words)
  expect(outcome.code).toBe(code)
})

function isTraining(out: string): boolean {
  try {
    const cells = readdirSync(join(out, 'cells'))
    return cells.some(
      (cell) => readFileSync(join(out, 'cells', cell, 'events.jsonl')).length > 2000,
    )
  } catch {
    return false
  }
}

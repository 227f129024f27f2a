import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeAll, expect, test } from 'vitest'
import { tinyData } from '../../../test/tiny-data.ts'
import { deepauc } from './deepauc.ts'

const newFolder = () => mkdtempSync(join(tmpdir(), 'deepauc-report-'))
const sweep = join(newFolder(), 'sweep')

/** CE and CT with two configurations, one final seed, on a few small images: four runs. JSON is YAML too. */
beforeAll(async () => {
  const profile = join(newFolder(), 'tiny.yaml')
  const recipe = {
    data: { source: 'mnist', binarize: { positive: ['1'] }, imratio: 0.2 },
    network: { name: 'small-cnn', width: 2 },
    training: {
      ...{ batchSize: 10, budget: { gradientEvaluations: 12 }, evaluations: 3, workers: 0 },
      measure: { trainingImages: 40, test: true, termImages: 40 },
    },
  }
  const columns = {
    ce: { recipe: { method: { name: 'CE' } } },
    ct: { recipe: { method: { name: 'CT' } }, grid: { 'method.innerSteps': [1, 2] } },
  }
  const study = { description: 'tiny', table: 'table1', recipe, rows: { one: {} }, columns }
  const studies = { tiny: { ...study, tuningSeeds: [9], seeds: [0] } }
  writeFileSync(profile, JSON.stringify({ description: 'for a test', studies }))
  const root = `mnist=${tinyData({ test: 60 })}`
  const begun = await deepauc([
    'sweep',
    '--profile',
    profile,
    '--out',
    sweep,
    '--root',
    root,
    '--backend',
    'cpu',
  ])
  expect([begun.code, begun.stderr]).toEqual([0, ''])
}, 180_000)

test('--watch serves the page, without measuring, until a signal ends it', async () => {
  let page: Promise<string> | undefined
  const { code, stdout, stderr } = await deepauc(['report', sweep, '--watch'], (text, kill) => {
    const [url] = /http\S+/.exec(text) ?? []
    if (url === undefined || page) return
    page = fetch(url).then((answer) => answer.text())
    page.finally(() => kill('SIGINT'))
  })
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(
    /^http:\/\/127\.0\.0\.1:\d+\/ shows the report, and follows the sweep; Ctrl-C/,
  )
  expect(await page).toContain('tiny: for a test')
  expect(existsSync(join(cells('ce')[0]!, 'features.safetensors'))).toBe(false)
  const wrong = await deepauc(['report', newFolder(), '--watch'])
  expect([wrong.code, wrong.stdout]).toEqual([3, ''])
})

test('features are measured once', { timeout: 120_000 }, async () => {
  const args = ['report', sweep, '--backend', 'cpu', '--out', newFolder()]
  const none = await deepauc([...args, '--no-features'])
  expect(none.stdout).not.toContain('t-SNE')
  const first = await deepauc(args)
  expect([first.code, first.stderr]).toEqual([0, ''])
  expect(first.stdout.match(/^features and t-SNE of run [12] of 2: /gm)).toHaveLength(2)
  const again = await deepauc([...args, '--json'])
  expect(JSON.parse(again.stdout).title).toBe('tiny: for a test')
  const out = args.at(-1)!
  const { figures, cells: told } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))
  expect(JSON.stringify(told)).toContain('knnPurity')
  expect(figures[0].panels).toHaveLength(2)
  const page = readFileSync(join(out, 'report.html'), 'utf8')
  expect(page).toContain('Figures 1 and 3 of the paper')
  expect(page).toContain('features of the same')
  expect(readdirSync(join(out, 'figures'))).toContain('features-1-1.png')
})

test('writes everything into the folder of the sweep, and tells the verdicts', async () => {
  const { code, stdout, stderr } = await deepauc(['report', sweep])
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(
    /^tiny: for a test\n4 of 4 runs are complete, 0 running, 0 failed; 1 seed /,
  )
  expect(stdout.match(/^C\d+ +cannot be decided /gm)).toHaveLength(14)
  const folder = join(sweep, 'report')
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(`Report: ${join(folder, 'report.html')}`)
  expect(readdirSync(folder).sort()).toEqual([
    'figures',
    'report.html',
    'report.json',
    'report.md',
    'report.tex',
    'tables',
  ])
  const figures = readdirSync(join(folder, 'figures'))
  expect(figures).toContain('terms-1-alignment.svg')
  expect(figures).toContain('convergence-1-test-auc-by-seconds.png')
  const png = readFileSync(join(folder, 'figures', 'terms-1-auc.png'))
  expect([png.subarray(1, 4).toString(), png.readUInt32BE(16)]).toEqual(['PNG', 1200])
})

test('every cell has the command that repeats it, and it works', async () => {
  const { cells } = JSON.parse(readFileSync(join(sweep, 'report', 'report.json'), 'utf8'))
  expect(cells).toHaveLength(4)
  const ce = cells.find(({ method }: { method: string }) => method === 'CE')
  const [npx, program, ...args] = ce.command.split(' ')
  expect([npx, program, args[0]]).toEqual(['npx', 'deepauc', 'train'])
  const repeated = await deepauc([...args, '--backend', 'cpu', '--out', newFolder(), '--json'])
  expect([repeated.code, repeated.stderr]).toEqual([0, ''])
  const last = JSON.parse(repeated.stdout.trimEnd().split('\n').at(-1)!)
  expect(last.results[0].best.testAuc).toBe(ce.result.testAuc.best)
  expect(last.results[0].best.testInterval).toEqual([
    ce.result.testInterval.lower,
    ce.result.testInterval.upper,
  ])
})

test('the tables are CSV for a parser that others wrote', () => {
  const folder = join(sweep, 'report', 'tables')
  const names = readdirSync(folder)
  expect(names.length).toBeGreaterThan(10)
  for (const name of names) {
    const [head, ...rows] = parse(readFileSync(join(folder, name))) as string[][]
    expect(head!.length).toBeGreaterThan(1)
    for (const row of rows) expect(row).toHaveLength(head!.length)
  }
  const cells = parse(readFileSync(join(folder, 'cells.csv')), { columns: true }) as object[]
  expect(cells).toHaveLength(4)
})

test('--out and --json; the same sweep has the same report', async () => {
  const out = join(newFolder(), 'deep', 'report')
  const { code, stdout } = await deepauc(['report', sweep, '--out', out, '--json'])
  expect(code).toBe(0)
  const { claims, page, summary } = JSON.parse(stdout)
  expect(claims).toHaveLength(14)
  expect(claims[0]).toMatchObject({ id: 'C1', verdict: 'undecidable' })
  expect(summary).toContain('4 of 4 runs')
  expect(page).toBe(join(out, 'report.html'))
  for (const name of ['report.html', 'report.md', 'report.tex', 'report.json'])
    expect(readFileSync(join(out, name), 'utf8')).toBe(
      readFileSync(join(sweep, 'report', name), 'utf8'),
    )
})

test('a sweep that is half done has a report with gaps', async () => {
  const half = join(newFolder(), 'half')
  cpSync(sweep, half, { recursive: true })
  const names = readdirSync(join(half, 'cells')).sort()
  const [ce, final] = [/-ce-s0$/, /-ct-s0$/].map(
    (suffix) => names.find((name) => suffix.test(name))!,
  )
  rmSync(join(half, 'cells', ce!, 'result.json'))
  truncateSync(join(half, 'cells', final!, 'test-scores.safetensors'), 50)
  const { code, stdout, stderr } = await deepauc(['report', half])
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toContain('3 of 4 runs are complete')
  const page = readFileSync(join(half, 'report', 'report.html'), 'utf8')
  expect(page).toContain('0 of 1 seeds')
  expect(page).toContain('so far')
  expect(page).not.toMatch(/\bNaN\b|undefined|Infinity/)
  expect(existsSync(join(sweep, 'report'))).toBe(true)
})

test.each<[string, string[], number, string]>([
  ['no sweep', ['report', tmpdir()], 3, 'Name the folder of a sweep'],
  ['no folder', ['report'], 2, "missing required argument 'folder'"],
])('%s', async (_, args, code, message) => {
  const outcome = await deepauc(args)
  expect(outcome.stderr).toContain(message)
  expect(outcome.code).toBe(code)
})

/** Folders of the runs whose names say so. */
function cells(method: string): string[] {
  const folder = join(sweep, 'cells')
  const names = readdirSync(folder).filter((name) => name.includes(`-${method}-`))
  return names.map((name) => join(folder, name))
}

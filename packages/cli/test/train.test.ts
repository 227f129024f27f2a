import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { tinyData } from '../../../test/tiny-data.ts'
import { bin, deepauc, plainEnvironment } from './deepauc.ts'

const root = tinyData()
const newFolder = () => mkdtempSync(join(tmpdir(), 'deepauc-'))
const task = ['--positive', '1', '--negative', '0']
const tiny = ['--batch-size', '16', '--gradient-evaluations', '4', '--evaluations', '2']
const train = (...more: string[]) => [
  'train',
  '--backend',
  'cpu',
  '--root',
  root,
  ...task,
  ...tiny,
  ...more,
]
const jsonLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

test('trains three methods and ends with tables, verdict and report', async () => {
  const out = newFolder()
  const { code, stdout, stderr } = await deepauc(train('--out', out, '--tensorboard'))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const [backend, data, ...rest] = stdout.split('\n')
  expect(backend).toMatch(/^cpu$/)
  expect(data).toMatch(/^1 against 0, 10 % positives; training \d+ \+ \d+, validation/)
  expect(rest.join('\n')).toMatch(
    /^CE +step 2\/4, \S+ steps\/s, \d+ s left, loss \S+, objective \S+, validation AUC [01]\.\d{4}, \d+ MiB$/m,
  )
  for (const method of ['CE', 'AUCsc', 'CT']) {
    expect(stdout).toMatch(new RegExp(`^${method} +[01]\\.\\d{3} +\\[.+\\] +\\d`, 'm'))
    expect(stdout).toMatch(new RegExp(`^${method} +last +[24] +[01]\\.\\d{4} +[01]\\.\\d{4}`, 'm'))
  }
  expect(stdout).toContain('one seed')
  expect(stdout).toMatch(/^Peak memory: \d/m)
  // A pipe gets no bar: no carriage return, no escape code.
  expect([...stdout].filter((c) => c < ' ' && c !== '\n')).toEqual([])

  const report = stdout.match(/^Report: (.+)$/m)?.[1] ?? ''
  expect(report.startsWith(out)).toBe(true)
  const html = readFileSync(report, 'utf8')
  expect(html).toContain('1 against 0')
  expect(html.match(/<svg/g)?.length).toBeGreaterThanOrEqual(3)
  const folder = join(report, '..')
  expect(readdirSync(folder).sort()).toEqual([
    'aucsc',
    'ce',
    'comparison.json',
    'ct',
    'report.html',
  ])
  const [board] = readdirSync(join(folder, 'ct')).filter((name) => name.includes('tfevents'))
  expect(readFileSync(join(folder, 'ct', board ?? ''), 'latin1')).toContain('validation/auc')
})

test('--json writes every event and the results as lines; --quiet the results alone', async () => {
  const out = newFolder()
  const one = ['--methods', 'CT', '--out', out]
  const [json, quiet] = await Promise.all([
    deepauc(train(...one, '--json')),
    deepauc(train(...one, '--quiet')),
  ])
  expect([json.code, json.stderr, quiet.code, quiet.stderr]).toEqual([0, '', 0, ''])
  const lines = jsonLines(json.stdout)
  expect(lines.map(({ kind }) => kind)).toEqual([
    'begin',
    'start',
    ...['step', 'evaluation', 'checkpoint', 'step', 'evaluation', 'checkpoint'],
    'end',
    'results',
  ])
  const { results, tests, reports } = lines.at(-1)
  expect(results).toMatchObject([{ method: 'CT', steps: 2, gradientEvaluations: 4 }])
  expect(tests[0].methods[0].auc).toBe(results[0].last.testAuc)
  expect(existsSync(reports[0])).toBe(true)
  // Scores are in files: no line is long.
  expect(Math.max(...json.stdout.split('\n').map((line) => line.length))).toBeLessThan(1500)

  expect(quiet.stdout).toMatch(/^\nMethod /)
  expect(quiet.stdout).not.toContain('step ')
  // Both began in the same second, perhaps.
  expect(readdirSync(out).length).toBe(2)
})

test('a recipe with changes runs for seconds, and a second one of its method beside it', async () => {
  const out = newFolder()
  const file = join(out, 'tiny.yaml')
  writeFileSync(
    file,
    `extends: sample/ct
data: { source: mnist, root: ${root}, binarize: { positive: ['1'], negative: ['0'] } }
network: { name: mlp, hidden: [4] }
training: { batchSize: 16, budget: { seconds: 0.05 }, evaluations: 1 }
`,
  )
  writeFileSync(join(out, 'large.yaml'), 'extends: ./tiny.yaml\nnetwork: { hidden: [8] }\n')
  const recipes = ['--recipe', `${file},${join(out, 'large.yaml')}`, '--set', 'training.seed=7']
  const { code, stdout, stderr } = await deepauc([
    ...['train', '--backend', 'cpu', '--out', join(out, 'runs')],
    ...recipes,
  ])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^tiny +second [\d.]+\/0\.05, /m)
  const [folder = ''] = readdirSync(join(out, 'runs'))
  const recipe = (name: string) =>
    JSON.parse(readFileSync(join(out, 'runs', folder, name, 'run.json'), 'utf8')).recipe
  expect(recipe('tiny')).toMatchObject({ network: { hidden: [4] }, training: { seed: 7 } })
  expect(recipe('large')).toMatchObject({ network: { hidden: [8] }, training: { seed: 7 } })
})

describe('bad input ends with one line, the remedy and its exit code', () => {
  const corrupt = tinyData()
  writeFileSync(join(corrupt, 'train-images-idx3-ubyte'), 'not an image file')
  const truncated = tinyData()
  writeFileSync(
    join(truncated, 't10k-labels-idx1-ubyte'),
    readFileSync(join(truncated, 't10k-labels-idx1-ubyte')).subarray(0, 20),
  )
  const zipped = tinyData()
  const labels = join(zipped, 'train-labels-idx1-ubyte')
  writeFileSync(`${labels}.gz`, gzipSync(readFileSync(labels)).subarray(0, -12))
  rmSync(labels)
  const recipe = ['train', '--backend', 'cpu', '--recipe', 'sample/ct']

  test.concurrent.each<[string, string[], number, string]>([
    [
      'a missing folder',
      train('--root', '/nowhere'),
      3,
      '/nowhere: holds no train-images-idx3-ubyte',
    ],
    ['a corrupt file', train('--root', corrupt), 3, 'train-images-idx3-ubyte'],
    ['a truncated file', train('--root', truncated), 3, 't10k-labels-idx1-ubyte'],
    ['a truncated gzip file', train('--root', zipped), 3, 'train-labels-idx1-ubyte.gz'],
    ['an unknown class', train('--positive', 'purple'), 2, 'the classes are 0, 1, 2'],
    [
      'too many positives',
      train('--negative', '0,2', '--imratio', '0.4'),
      2,
      'the highest imratio that can be reached is',
    ],
    ['no room for a positive', train('--batch-size', '1', '--methods', 'CT'), 2, 'batchSize'],
    ['bfloat16 on cpu', train('--precision', 'bfloat16'), 2, 'the back end cpu has no bfloat16'],
    ['an unknown back end', train('--backend', 'abacus'), 2, 'tfjs-node'],
    ['an unknown method', train('--methods', 'XY'), 2, 'the methods are CE, AUCsc'],
    ['an unknown key', [...recipe, '--set', 'training.sede=1'], 2, 'did you mean seed?'],
    ['no number', train('--imratio', 'much'), 2, 'Give a number'],
    ['an unknown option', train('--immratio', '0.1'), 2, 'Did you mean --imratio?'],
    ['--run and --resume', train('--run', 'a', '--resume', 'b'), 2, 'cannot be used with'],
  ])('%s', async (_, args, expected, message) => {
    const { code, stderr } = await deepauc(args, undefined, { cwd: newFolder() })
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(/^ +at /m)
    expect(code).toBe(expected)
  })

  test('--debug adds the stack', async () => {
    const { code, stderr } = await deepauc(train('--imratio', '0', '--debug'))
    expect(stderr).toMatch(/^ +at /m)
    expect(code).toBe(2)
  })
})

test('divergence ends with 4 and names the step; a disk that takes no more with 5 and the bytes', async () => {
  const recipe = ['--backend', 'cpu', '--recipe', 'sample/ce', '--set', 'data.imratio=0.02']
  const small = [
    '--set',
    'network={ name: mlp }',
    '--set',
    'training.budget.steps=3',
    '--set',
    'training.evaluations=1',
  ]
  const out = newFolder()
  const fast = ['--set', 'method.learningRate=1e30', '--out', out]
  const args = ['train', ...recipe, ...small]
  const [diverged, full] = [
    await deepauc([...args, ...fast]),
    // Node turns the signal of this limit into an error of the system, as a full disk gives.
    spawnSync('bash', ['-c', `ulimit -f 64; exec "$0" "$@"`, process.execPath, bin, ...args], {
      encoding: 'utf8',
      cwd: newFolder(),
      env: plainEnvironment(),
    }),
  ]
  expect(diverged.code).toBe(4)
  expect(diverged.stderr).toMatch(
    /^error: the loss is not finite at step \d; .* Images of the step/,
  )
  const { stdout } = await deepauc(['doctor', join(out, readdirSync(out)[0] ?? '')])
  expect(stdout).toMatch(/ce: diverged, step \d, 0 whole checkpoints\n.*smaller learning rate/)
  expect(full.status).toBe(5)
  expect(full.stderr).toMatch(/^error: .*ce\/checkpoints: cannot save a checkpoint of \d+ bytes/)
})

test('--help lists the options, --version the version', async () => {
  const [help, version] = await Promise.all([deepauc(['train', '--help']), deepauc(['--version'])])
  expect(help.code).toBe(0)
  const words = help.stdout.replaceAll(/\s+/g, ' ')
  for (const part of ['--imratio <share>', 'TS-DEC, CT, CT-algorithm1', 'efficientnet-v2-s'])
    expect(words).toContain(part)
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

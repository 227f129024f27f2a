import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { tinyData } from '../../../test/tiny-data.ts'
import { deepauc } from './deepauc.ts'

const root = tinyData()
const newFolder = () => mkdtempSync(join(tmpdir(), 'deepauc-'))
const task = ['--class-names', 'dark,bright,striped', '--positive', 'bright', '--negative', 'dark']
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

test('trains three methods and ends with table, verdict and report', async () => {
  const out = newFolder()
  const { code, stdout, stderr } = await deepauc(train('--out', out))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const [backend, data, ...rest] = stdout.split('\n')
  expect(backend).toMatch(/^cpu$/)
  expect(data).toMatch(/^bright against dark, 10 % positives; training \d+ \+ \d+, validation/)
  expect(rest.join('\n')).toMatch(
    /^CE +step 2\/4, \S+ steps\/s, loss \S+, validation AUC [01]\.\d{4}$/m,
  )
  for (const method of ['CE', 'AUCsc', 'CT'])
    expect(stdout).toMatch(new RegExp(`^${method} +[01]\\.\\d{3} +\\[.+\\] +\\d`, 'm'))
  expect(stdout).toContain('one seed')
  // A pipe gets no bar: no carriage return, no escape code.
  expect([...stdout].filter((c) => c < ' ' && c !== '\n')).toEqual([])

  const report = stdout.match(/^Report: (.+)$/m)?.[1] ?? ''
  expect(report.startsWith(out)).toBe(true)
  const html = readFileSync(report, 'utf8')
  expect(html).toContain('bright against dark')
  expect(html.match(/<svg/g)?.length).toBeGreaterThanOrEqual(3)
  expect(readdirSync(join(report, '..')).sort()).toEqual(['aucsc', 'ce', 'ct', 'report.html'])
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

  test.each<[string, string[], number, string]>([
    ['a missing folder', ['--root', '/nowhere'], 3, '/nowhere: holds no train-images-idx3-ubyte'],
    ['a corrupt file', ['--root', corrupt], 3, 'train-images-idx3-ubyte'],
    ['a truncated file', ['--root', truncated], 3, 't10k-labels-idx1-ubyte'],
    ['a truncated gzip file', ['--root', zipped], 3, 'train-labels-idx1-ubyte.gz'],
    ['a wrong label', ['--class-names', 'dark,bright'], 3, 'train-labels-idx1-ubyte'],
    ['an unknown class', ['--positive', 'purple'], 2, 'the classes are dark, bright, striped'],
    [
      'a class missing from the data',
      ['--class-names', 'dark,bright,striped,x', '--positive', 'x'],
      3,
      '"x"',
    ],
    ['imratio 0', ['--imratio', '0'], 2, 'imratio must be in (0, 0.5], got 0'],
    ['imratio 0.7', ['--imratio', '0.7'], 2, 'imratio must be in (0, 0.5], got 0.7'],
    [
      'too many positives',
      ['--negative', 'dark,striped', '--imratio', '0.4'],
      2,
      'the highest imratio that can be reached is',
    ],
    ['no room for a positive', ['--batch-size', '1', '--methods', 'CT'], 2, 'batchSize'],
    [
      'an unknown method',
      ['--methods', 'XY'],
      2,
      'the methods are CE, AUCsc, AUC-CE, TS-DRW, TS-DEC, CT, CT-algorithm1',
    ],
    ['an unknown network', ['--network', 'vgg'], 2, 'the networks are resnet20, small-cnn'],
    ['an unknown precision', ['--precision', 'half'], 2, 'the precisions are float32, bfloat16'],
    ['bfloat16 on cpu', ['--precision', 'bfloat16'], 2, 'the back end cpu has no bfloat16'],
    ['an unknown back end', ['--backend', 'abacus'], 2, 'tfjs-node'],
    ['no evaluation', ['--evaluations', '0'], 2, 'evaluations must be an integer ≥ 1, got 0'],
    ['no number', ['--imratio', 'much'], 2, 'Give a number'],
    ['an unknown option', ['--immratio', '0.1'], 2, 'Did you mean --imratio?'],
  ])('%s', async (_, args, expected, message) => {
    const { code, stderr } = await deepauc(train('--out', newFolder(), ...args))
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

test('Ctrl-C stops within a step and leaves only whole files', async () => {
  const out = newFolder()
  const args = train('--out', out, '--gradient-evaluations', '4000', '--evaluations', '1000')
  const { code, stderr } = await deepauc(args, (stdout, kill) => {
    if (stdout.includes('step 8/4000')) kill('SIGINT')
  })
  expect(code).toBe(130)
  expect(stderr).toMatch(/^stopped; what was measured so far is in /)
  const folder = join(out, readdirSync(out)[0] ?? '')
  expect(readdirSync(folder)).toEqual(['ce'])
  const log = readFileSync(join(folder, 'ce/events.jsonl'), 'utf8')
  expect(log.endsWith('\n')).toBe(true)
  const events = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(events.at(-1).step).toBeLessThan(40)
  expect(existsSync(join(folder, 'report.html'))).toBe(false)
})

test('--help lists the options, --version the version', async () => {
  const [help, version] = await Promise.all([deepauc(['train', '--help']), deepauc(['--version'])])
  expect(help.code).toBe(0)
  expect(help.stdout).toContain('--imratio <share>')
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

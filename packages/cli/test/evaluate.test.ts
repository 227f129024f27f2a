import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { deepauc } from './deepauc.ts'

/** From R's pROC, and for clusters from Obuchowski's program. */
interface Case {
  readonly name: string
  readonly labels: readonly number[]
  readonly scoresA: readonly number[]
  readonly scoresB: readonly number[]
  readonly clusters: readonly (number | string)[]
  readonly interval: { readonly lower: number; readonly auc: number; readonly upper: number }
  readonly test: { readonly z: number; readonly pValue: number; readonly lower: number }
  readonly clustered: { readonly auc: number; readonly lower: number; readonly upper: number }
  readonly clusteredTest: { readonly difference: number; readonly pValue: number }
}

const golden = new URL('../../metrics/test/golden/r.json', import.meta.url)
const { cases } = JSON.parse(readFileSync(golden, 'utf8')) as { readonly cases: readonly Case[] }

const folder = mkdtempSync(join(tmpdir(), 'deepauc-evaluate-'))

function write(name: string, lines: readonly (string | readonly unknown[])[]): string {
  const file = join(folder, name)
  writeFileSync(
    file,
    lines.map((line) => `${Array.isArray(line) ? line.join(',') : line}\n`).join(''),
  )
  return file
}

function writeCase({ labels, scoresA, scoresB, clusters }: Case, name: string): string {
  const rows = labels.map((label, i) => [clusters[i], label, scoresA[i], scoresB[i]])
  return write(name, ['patient,label,a,b', ...rows])
}

test.each(cases)("agrees with R's pROC: $name", async (wanted) => {
  const file = writeCase(wanted, 'r.csv')
  const [plain, grouped] = await Promise.all([
    deepauc(['evaluate', file, '--columns', 'a,b', '--json']),
    deepauc(['evaluate', file, '--clusters', 'patient', '--json']),
  ])
  expect({ code: plain.code, stderr: plain.stderr }).toEqual({ code: 0, stderr: '' })
  const { columns, pairs, rows } = JSON.parse(plain.stdout)
  expect(rows).toBe(wanted.labels.length)
  const { lower, auc, upper } = wanted.interval
  expect(columns[0]).toMatchObject({ column: 'a', auc: near(auc), lower: near(lower) })
  expect(columns[0].upper).toEqual(near(Math.min(1, upper)))
  const { z, pValue } = wanted.test
  expect(pairs).toMatchObject([{ columns: ['a', 'b'], z: near(z), pValue: near(pValue) }])

  const clustered = JSON.parse(grouped.stdout)
  expect(clustered.clusters).toBe(new Set(wanted.clusters).size)
  expect(clustered.columns[0]).toMatchObject({
    auc: near(wanted.clustered.auc),
    lower: near(wanted.clustered.lower),
  })
  expect(clustered.pairs[0].pValue).toEqual(near(wanted.clusteredTest.pValue))
})

/** As the fixtures of the metrics have it. */
function near(value: number) {
  return expect.closeTo(value, 9)
}

test('shows a table; scores may be infinite, blanks and a final line break are nothing', async () => {
  const text = '\uFEFFlabel,score\r\n0,-inf\r\n0, 0.4 \r\n1,0.35\r\n1,Infinity\r\n\r\n'
  const { code, stdout, stderr } = await deepauc(['evaluate', '-'], undefined, { input: text })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toBe(`4 rows: 2 positive, 2 negative

Column     AUC  95 % DeLong interval  Average precision
score   0.7500  [0.0570, 1.0000]                 0.8333
`)
})

test('corrects the tests of three columns by Holm', async () => {
  const [first] = cases as [Case]
  const rows = first.labels.map((label, i) => [label, first.scoresA[i], first.scoresB[i], i % 7])
  const file = write('three.csv', ['label,a,b,c', ...rows])
  const { stdout } = await deepauc(['evaluate', file, '--json'])
  const pairs = JSON.parse(stdout).pairs as { pValue: number; correctedPValue: number }[]
  const sorted = [...pairs].sort((x, y) => x.pValue - y.pValue)
  const [p1, p2, p3] = sorted.map(({ pValue }) => pValue) as [number, number, number]
  const q1 = Math.min(1, 3 * p1)
  const q2 = Math.max(q1, Math.min(1, 2 * p2))
  expect(sorted.map(({ correctedPValue }) => correctedPValue)).toEqual([q1, q2, Math.max(q2, p3)])
})

test('tied columns differ by nothing, p = 1', async () => {
  const rows = Array.from({ length: 50 }, (_, i) => [Number(i % 3 === 0), i % 5, (i % 5) * 2])
  const { stdout } = await deepauc([
    'evaluate',
    write('ties.csv', ['label,a,b', ...rows]),
    '--json',
  ])
  expect(JSON.parse(stdout).pairs).toMatchObject([{ difference: 0, z: 0, pValue: 1 }])
})

test('reads a million rows in seconds', async () => {
  const text = ['label,a,b']
  for (let i = 0; i < 1e6; i++) {
    const label = Number(i % 10 === 0)
    text.push(`${label},${((i * 7919) % 1000003) + 1e5 * label},${(i * 104729) % 999983}`)
  }
  const file = write('million.csv', text)
  const started = performance.now()
  const { stdout } = await deepauc(['evaluate', file, '--json'])
  const seconds = (performance.now() - started) / 1000
  expect(JSON.parse(stdout)).toMatchObject({ rows: 1e6, positives: 1e5 })
  console.log(`evaluate: a million rows, two columns: ${seconds.toFixed(1)} s`)
  // 2 s on two cores that have nothing else to do.
  expect(seconds).toBeLessThan(40)
})

describe('what cannot be evaluated ends with file, line and exit code 3', () => {
  test.each<[string, string[], string]>([
    ['a wrong label', ['label,a', '0,1', '2,1'], 'line 3: label "2" is neither 0 nor 1'],
    ['no label', ['label,a', ',1'], 'line 2: label "" is neither 0 nor 1'],
    ['a score that is text', ['label,a', '0,1', '', '1,high'], 'line 4: a "high" is no number'],
    ['NaN', ['label,a', '0,nan', '1,1'], 'line 2: a "nan" is no number'],
    ['a short row', ['label,a,b', '0,1,1', '1,1'], 'line 3: has 2 cells, not 3'],
    ['no column of labels', ['y,a', '0,1'], 'line 1: has no column "label"'],
    ['a column twice', ['label,a,a', '0,1,1'], 'line 1: has two columns "a"'],
    ['no scores', ['label', '0'], 'has no column with scores'],
    ['one class', ['label,a', '1,1', '1,2'], 'no negatives'],
    ['nothing', [], 'is empty'],
  ])('%s', async (_, lines, message) => {
    const file = write('bad.csv', lines)
    const { code, stdout, stderr } = await deepauc(['evaluate', file])
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toContain(`error: ${file}: `)
    expect(stderr).toContain(message)
    expect(stderr.trim().split('\n').length).toBe(1)
  })

  test('a missing file, and a wrong level', async () => {
    const missing = await deepauc(['evaluate', '/nowhere.csv'])
    expect(missing.stderr).toBe(
      'error: /nowhere.csv: does not exist. Check the path and its permissions.\n',
    )
    expect(missing.code).toBe(3)
    const level = await deepauc(['evaluate', '/nowhere.csv', '--level', '1'])
    expect(level.code).toBe(2)
  })
})

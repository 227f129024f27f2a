import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runFolder } from '../src/index.ts'

test('keeps events line by line, scores beside them, and whole files only', () => {
  const parent = mkdtempSync(join(tmpdir(), 'runs-'))
  const folder = runFolder(parent, new Date('2026-01-02T03:04:05.678Z'))
  expect(folder.path).toBe(join(parent, '2026-01-02T03-04-05'))
  const test = { labels: Float32Array.of(1, 0), scores: Float32Array.of(0.5, -2) }
  const result = {
    method: 'CT',
    curve: [],
    test,
    validationAuc: 1,
    gradientEvaluations: 2,
    steps: 1,
    seconds: 3,
  }
  folder.log({ kind: 'start', method: 'CT', steps: 1 })
  folder.log({
    kind: 'step',
    method: 'CT',
    step: 1,
    gradientEvaluations: 2,
    seconds: 3,
    loss: 0.25,
  })
  folder.log({ kind: 'end', method: 'CT', result })
  folder.write('report.html', '<html>')

  expect(readdirSync(folder.path).sort()).toEqual(['ct', 'report.html'])
  expect(readFileSync(join(folder.path, 'ct/test-scores.csv'), 'utf8')).toBe(
    'label,score\n1,0.5\n0,-2\n',
  )
  const lines = readFileSync(join(folder.path, 'ct/events.jsonl'), 'utf8').trim().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { kind: 'start', method: 'CT', steps: 1 },
    { kind: 'step', method: 'CT', step: 1, gradientEvaluations: 2, seconds: 3, loss: 0.25 },
    { kind: 'end', method: 'CT', validationAuc: 1, gradientEvaluations: 2, steps: 1, seconds: 3 },
  ])
})

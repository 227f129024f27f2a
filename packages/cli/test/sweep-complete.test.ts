import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beginSweep, readProfile, type SweepStatus, sweepStatus } from '@deepauc/experiments'
import { expect, test } from 'vitest'
import { exitCodeOf } from '../src/exit-code.ts'
import { makeReport } from '../src/report/make-report.ts'
import { checkComplete } from '../src/sweep/check-complete.ts'
import { statusText } from '../src/sweep/show-status.ts'
import { deepauc } from './deepauc.ts'

const newFolder = () => mkdtempSync(join(tmpdir(), 'deepauc-complete-'))

/** Two configurations of CT, tuned on one seed, and then two final runs. JSON is YAML too. */
async function begun(rows: Readonly<Record<string, object>> = { one: {} }): Promise<string> {
  const profile = join(newFolder(), 'tiny.yaml')
  const recipe = {
    data: { source: 'sample', binarize: 'halves', imratio: 0.1 },
    network: { name: 'mlp' },
    training: { budget: { steps: 2 } },
  }
  const ct = { recipe: { method: { name: 'CT' } }, grid: { 'method.innerSteps': [1, 2] } }
  const study = { description: 'tiny', recipe, rows, columns: { ct } }
  const studies = { tiny: { ...study, tuningSeeds: [9], seeds: [0, 1] } }
  writeFileSync(profile, JSON.stringify({ description: 'for a test', studies }))
  const out = newFolder()
  await beginSweep(await readProfile(profile), out)
  return out
}

type Left = 'done' | 'unmeasured' | 'diverged' | 'failed' | 'preempted'

/** As a process leaves the cell behind. */
function leave(folder: string, left: Left): void {
  mkdirSync(folder, { recursive: true })
  const write = (name: string, content: unknown) =>
    writeFileSync(join(folder, name), JSON.stringify(content))
  const validationAuc = left === 'unmeasured' ? null : 0.5
  if (left === 'done' || left === 'unmeasured') write('result.json', { best: { validationAuc } })
  else if (left === 'preempted') write('run.json', {})
  else {
    const attempt = JSON.stringify({ outcome: left, seconds: 1, message: 'why' })
    writeFileSync(join(folder, 'attempts.jsonl'), `${attempt}\n`.repeat(3))
  }
}

/** Leaves tuning runs and final runs as they are named, in the order of the plan. */
async function left(out: string, ...states: readonly (Left | undefined)[]): Promise<SweepStatus> {
  for (const [i, state] of states.entries()) {
    const cell = (await sweepStatus(out)).cells[i]!
    if (state) leave(cell.folder, state)
  }
  return sweepStatus(out)
}

function ending(status: SweepStatus, words: readonly string[] = ['sweep', '--out', 'x']) {
  try {
    checkComplete(status, words)
    return [0]
  } catch (error) {
    return [exitCodeOf(error), ...(error as Error).message.split('\n')]
  }
}

const goOn = 'Go on with: npx deepauc sweep --out x'

test.each<[string, (Left | undefined)[], unknown[]]>([
  ['all done', ['done', 'done', 'done', 'done'], [0]],
  [
    'a configuration has diverged, the other one is chosen',
    ['diverged', 'done', 'done', 'done'],
    [0],
  ],
  [
    'interrupted runs, and those that wait for them',
    ['preempted'],
    [1, '2 runs are not done (1 preempted, 1 planned), and 2 more when tuning is over', goOn],
  ],
  [
    'an interrupted final run',
    ['done', 'done', 'done', 'preempted'],
    [1, '1 run is not done (1 preempted)', goOn],
  ],
  [
    'failed runs',
    ['done', 'done', 'failed', 'failed'],
    [1, '2 runs have failed', `${goOn} --retry failed`],
  ],
  [
    'a diverged final run',
    ['done', 'done', 'diverged', 'done'],
    [4, '1 run has diverged: a loss became NaN or infinite', `${goOn} --retry diverged`],
  ],
  [
    'a failed and a diverged one',
    ['done', 'done', 'diverged', 'failed'],
    [
      1,
      '1 run has failed',
      '1 run has diverged: a loss became NaN or infinite',
      `${goOn} --retry all`,
    ],
  ],
  [
    'no choice after divergence',
    ['diverged', 'diverged'],
    [
      4,
      'no configuration of tiny/one/ct could be chosen: all its tuning runs diverged',
      `Change its grid, or go on with: npx deepauc sweep --out x --retry diverged`,
    ],
  ],
  [
    'no choice for several reasons',
    ['failed', 'diverged'],
    [
      1,
      '1 run has failed',
      'no configuration of tiny/one/ct could be chosen: none has all its validation AUCs (1 diverged, 1 failed)',
      `Change its grid, or go on with: npx deepauc sweep --out x --retry all`,
    ],
  ],
  [
    'no choice where no AUC is a number',
    ['unmeasured', 'unmeasured'],
    [
      1,
      'no configuration of tiny/one/ct could be chosen: none has all its validation AUCs (2 done)',
      'Change its grid in the profile',
    ],
  ],
])('%s', async (_, states, expected) => {
  expect(ending(await left(await begun(), ...states))).toEqual(expected)
})

test('missing data are named besides the rest', async () => {
  const two = { data: { source: 'mnist' } }
  const give = '--root mnist=FOLDER, or --prepared mnist=FOLDER'
  expect(ending(await left(await begun({ two })))).toEqual([
    ...[3, `2 runs lack the files of mnist. Give ${give}.`],
  ])
  expect(ending(await left(await begun({ one: {}, two }), 'failed', 'done'))).toEqual([
    ...[1, '1 run has failed', '2 runs lack the files of mnist'],
    '2 runs are not done (2 planned), and 2 more when tuning is over',
    `${goOn} --retry failed, and give ${give}`,
  ])
})

test('what others work on is not left', async () => {
  const status = await left(await begun(), 'preempted')
  expect(() => checkComplete(status, ['sweep'], { isUnderWay: true })).not.toThrow()
  const words = ['sweep', '--out', 'x']
  const failed = await left(await begun(), 'failed', 'preempted')
  expect(() => checkComplete(failed, words, { isUnderWay: true })).toThrow(
    `1 run has failed\n${goOn} --retry failed`,
  )
})

test('the command that goes on has one --retry', async () => {
  const status = await left(await begun(), 'done', 'done', 'failed', 'done')
  for (const before of [['--retry', 'diverged'], ['--retry=all']])
    expect(ending(status, ['sweep', ...before, '--out', 'x']).at(-1)).toBe(`${goOn} --retry failed`)
})

test('the command line tells it, in its status and in its report', async () => {
  const out = await begun()
  const status = await left(out, 'diverged', 'diverged')
  const sentence = 'no configuration of tiny/one/ct could be chosen: all its tuning runs diverged'
  expect(statusText(status)).toContain(`\n${sentence}`)
  const { code, stderr, stdout } = await deepauc(['sweep', '--out', out])
  expect([code, stderr.split('\n').slice(0, 2)]).toEqual([
    4,
    [
      `error: ${sentence}`,
      `Change its grid, or go on with: npx deepauc sweep --out ${out} --retry diverged`,
    ],
  ])
  expect(stdout).toContain(sentence)
  const shown = await deepauc(['sweep', '--out', out, '--status'])
  expect([shown.code, shown.stderr]).toEqual([0, ''])
  const { html, results } = await makeReport(out)
  expect(results.tuning[0]).toMatchObject({ unchosen: 'all its tuning runs diverged' })
  expect(html).toContain('none could be chosen: all its tuning runs diverged')
  expect(html).not.toContain('not yet')
})

import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { recordAttempt } from '../src/sweep/attempts.ts'
import { beginSweep } from '../src/sweep/plan-sweep.ts'
import type { Profile } from '../src/sweep/profile.ts'
import { sbatch } from '../src/sweep/slurm/slurm-commands.ts'
import { continueSlurm, submitSlurm, writeSlurmJobs } from '../src/sweep/slurm/submit-slurm.ts'
import { sweepStatus } from '../src/sweep/sweep-status.ts'
import { arm, manyCells, newFolder, profileOf, studyOf } from './sweep-profiles.ts'

const jobs = { runTask: ['run-task'], next: ['run-next'] }
let slurm = ''

// Programs that stand for Slurm's: they note what they are called with. Jobs get the numbers from 11 on.
beforeEach(() => {
  slurm = newFolder()
  fake('sbatch', 'echo $((10 + $(grep -c ^sbatch "$0.calls")))')
  fake(
    'squeue',
    'cat "$0.jobs" 2>/dev/null || { echo "slurm_load_jobs error: Invalid job id specified" >&2; exit 1; }',
  )
  fake('scontrol', '')
  fake('scancel', '')
  vi.stubEnv('PATH', `${slurm}:${process.env.PATH}`)
  vi.stubEnv('SLURM_JOB_ID', undefined)
})

afterEach(() => {
  vi.unstubAllEnvs()
})

function fake(name: string, text: string): void {
  const path = join(slurm, name)
  const note = `echo "${name} $*" | sed 's|/[^ ]*/||' | tee -a "$0.calls" >> "${slurm}/calls"`
  writeFileSync(path, `#!/bin/bash\n${note}\nenv > "$0.env"\n${text}\n`)
  chmodSync(path, 0o755)
}

function calls(): string[] {
  const file = join(slurm, 'calls')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
}

async function begun(profile: Profile): Promise<string> {
  const out = newFolder()
  await beginSweep(profile, out)
  return out
}

const fileIn = (out: string, name: string) => readFileSync(join(out, 'slurm', name), 'utf8')

async function finish(out: string, index: number, validationAuc = 0.5): Promise<void> {
  const { folder } = (await sweepStatus(out)).cells[index]!
  mkdirSync(folder, { recursive: true })
  recordAttempt(folder, { outcome: 'done', seconds: 1 })
  writeFileSync(join(folder, 'result.json'), JSON.stringify({ best: { validationAuc } }))
}

async function fail(out: string, index: number, times: number): Promise<void> {
  const { folder } = (await sweepStatus(out)).cells[index]!
  mkdirSync(folder, { recursive: true })
  for (let i = 0; i < times; i++) recordAttempt(folder, { outcome: 'failed', seconds: 1 })
}

test('without submitting anything, the scripts can be had', async () => {
  const out = await begun(manyCells(3))
  const wave = await writeSlurmJobs(out, jobs)
  expect(wave).toMatchObject({ number: 1, cells: 3, profile: 'test' })
  const { cells } = await sweepStatus(out)
  const lines = cells.map(({ name }, i) => `${i}\t${name}\tmany/halves/ce, seed ${i}, final`)
  expect(fileIn(out, 'wave-1.txt')).toBe(['# task\tcell\tpurpose', ...lines, ''].join('\n'))
  expect(fileIn(out, 'wave-1.sh')).toContain('\n#SBATCH --array=0-2\n')
  expect(await writeSlurmJobs(out, jobs)).toMatchObject({ number: 2 })
  expect(calls()).toEqual([])
})

test('an array is submitted, and a job after it; no task begins before both are known', async () => {
  const out = await begun(manyCells(3))
  await finish(out, 1)
  expect(await submitSlurm(out, { ...jobs, jobs: 2 })).toEqual({
    ...{ wave: 1, cells: 2, arrayJob: '11', nextJob: '12' },
  })
  expect(calls()).toEqual([
    'sbatch --parsable --hold wave-1.sh',
    'sbatch --parsable --dependency=afterany:11 wave-1-next.sh',
    'scontrol release 11',
  ])
  expect(fileIn(out, 'wave-1.sh')).toContain('\n#SBATCH --array=0-1%2\n')
})

test('from a time-limited study, cells come last and alone', async () => {
  const timed = arm('timed', {
    layers: [{ training: { budget: { seconds: 5 } }, method: { name: 'CE' } }],
  })
  const out = await begun(profileOf(studyOf('a', [timed]), studyOf('b', [arm('ce')])))
  expect(await submitSlurm(out, jobs)).toMatchObject({ cells: 1 })
  expect(fileIn(out, 'wave-1.sh')).not.toContain('--exclusive')
  await finish(out, 1)
  expect(await continueSlurm(out)).toMatchObject({ cells: 1 })
  expect(fileIn(out, 'wave-2.sh')).toContain('--exclusive')
})

test('a long wave is cut', async () => {
  const out = await begun(manyCells(5))
  expect(await submitSlurm(out, { ...jobs, mostTasks: 3 })).toMatchObject({ cells: 3 })
  for (const i of [0, 1, 2]) await finish(out, i)
  expect(await continueSlurm(out)).toMatchObject({ wave: 2, cells: 2 })
})

test('waves follow each other until nothing is left', async () => {
  const grid = { 'method.learningRate': [0.1, 0.01] }
  const out = await begun(profileOf(studyOf('tuned', [arm('ce', { grid })])))
  await submitSlurm(out, { ...jobs, options: ['partition=gpu', 'gpus=1'] })
  await finish(out, 0, 0.6)
  await fail(out, 1, 3)
  expect(await continueSlurm(out)).toMatchObject({ wave: 2, cells: 1, arrayJob: '13' })
  expect(fileIn(out, 'wave-2.sh')).toContain('\n#SBATCH --gpus=1\n')
  const final = (await sweepStatus(out)).cells.findIndex(({ uses }) => uses[0]!.role === 'final')
  expect(fileIn(out, 'wave-2.txt')).toContain('method.learningRate=0.1\n')
  await finish(out, final)
  expect(await continueSlurm(out)).toBeUndefined()
  expect(calls().filter((call) => call.startsWith('sbatch'))).toHaveLength(4)
})

describe('a wave is not repeated', () => {
  test('that has brought nothing', async () => {
    const out = await begun(manyCells(2))
    await submitSlurm(out, jobs)
    await expect(continueSlurm(out)).rejects.toThrow(
      /^no run of wave 1 has ended: see \S+\/11_\*\.txt, /,
    )
    await fail(out, 0, 1)
    expect(await continueSlurm(out)).toMatchObject({ wave: 2, cells: 2 })
  })

  test('that is under way', async () => {
    const out = await begun(manyCells(2))
    await submitSlurm(out, jobs)
    writeFileSync(join(slurm, 'squeue.jobs'), '11\n11\n12\n')
    const message = 'the sweep is under way; to end its jobs: scancel 11 12'
    await expect(submitSlurm(out, jobs)).rejects.toThrow(message)
    await finish(out, 0)
    expect(await continueSlurm(out)).toBeUndefined()
    // That of the wave itself is the one that runs.
    vi.stubEnv('SLURM_JOB_ID', '12')
    expect(await continueSlurm(out)).toMatchObject({ wave: 2 })
    writeFileSync(join(slurm, 'squeue.jobs'), '12\n13\n14\n')
    expect(await continueSlurm(out)).toBeUndefined()
  })
})

test('what failed or diverged is tried again on demand', async () => {
  const out = await begun(manyCells(2))
  await fail(out, 0, 3)
  await finish(out, 1)
  expect(await submitSlurm(out, jobs)).toBeUndefined()
  expect(await submitSlurm(out, { ...jobs, retry: ['diverged'] })).toBeUndefined()
  expect(await submitSlurm(out, { ...jobs, retry: ['failed'] })).toMatchObject({ cells: 1 })
})

test('an array without its follower is taken back', async () => {
  const out = await begun(manyCells(1))
  fake(
    'sbatch',
    '[[ "$*" == *--hold* ]] && echo 11 || { echo "sbatch: error: no such thing" >&2; exit 1; }',
  )
  await expect(submitSlurm(out, jobs)).rejects.toThrow(
    'sbatch failed: sbatch: error: no such thing',
  )
  expect(calls().at(-1)).toBe('scancel 11')
  expect(existsSync(join(out, 'slurm', 'wave-1.json'))).toBe(false)
})

test('an array that cannot begin is taken back with its follower', async () => {
  const out = await begun(manyCells(1))
  fake('scontrol', 'echo "slurm_update error: Access/permission denied" >&2; exit 1')
  await expect(submitSlurm(out, jobs)).rejects.toThrow(/^scontrol failed: .*permission denied$/)
  expect(calls().at(-1)).toBe('scancel 12 11')
})

test('scripts that are submitted by hand go on by themselves', async () => {
  const out = await begun(manyCells(2))
  await writeSlurmJobs(out, { ...jobs, options: ['mem=1G'] })
  await finish(out, 0)
  expect(await continueSlurm(out)).toMatchObject({ wave: 2, cells: 1 })
  expect(fileIn(out, 'wave-2.sh')).toContain('\n#SBATCH --mem=1G\n')
})

test('a job that submits another does not pass on what is its own', async () => {
  const out = await begun(manyCells(1))
  for (const name of ['SLURM_CONF', 'SLURM_RESTART_COUNT', 'SLURMD_NODENAME', 'HERE_TOO'])
    vi.stubEnv(name, 'x')
  const passed = () =>
    readFileSync(join(slurm, 'sbatch.env'), 'utf8')
      .match(/^(SLURM|HERE)\w+/gm)!
      .toSorted()
  await submitSlurm(out, jobs)
  expect(passed()).toContain('SLURM_RESTART_COUNT')
  vi.stubEnv('SLURM_JOB_ID', '12')
  await fail(out, 0, 1)
  await continueSlurm(out)
  expect(passed()).toEqual(['HERE_TOO', 'SLURM_CONF'])
})

test('says what is wrong with Slurm', async () => {
  fake('sbatch', 'echo 11\\;other')
  expect(await sbatch('x', [])).toBe('11')
  fake('sbatch', 'echo hello 11')
  await expect(sbatch('x', [])).rejects.toThrow('sbatch gave no job number but "hello 11\\n"')
  vi.stubEnv('PATH', '/nowhere')
  const message = 'sbatch is missing: run this where the commands of Slurm are'
  await expect(sbatch('x', [])).rejects.toThrow(message)
})

test('a sweep that was not submitted cannot go on', async () => {
  const out = await begun(manyCells(1))
  await expect(continueSlurm(out)).rejects.toThrow(
    /jobs\.json: is missing\. Submit the sweep to Slurm first\.$/,
  )
})

// A sweep of two waves, whose tasks are interrupted in every way that Slurm has.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { runSweep, submitSlurm, sweepStatus } from '@deepauc/experiments'
import { slurm, until } from './cluster.mjs'
import { beginnings, jobFields, noJobs, outcomes, saved, slurmFile, taskLogs } from './look.mjs'
import { cellCommand, jobCommands } from './program.mjs'
import { waves } from './sweeps.mjs'

/** What a run leaves, but for clocks. */
const compared = [
  'weights.safetensors',
  'best.safetensors',
  'metrics.jsonl',
  'test-scores.csv',
  'test-scores.safetensors',
]

/** @param {(name: string, profile: object) => Promise<string>} begin begins a sweep and returns its folder */
export function waveChecks(begin) {
  const sweep = {}
  return [
    ['five cells are submitted as one array', () => submit(sweep, begin)],
    ['a task that Slurm requeues saves a checkpoint', () => requeue(sweep)],
    ['a task that gets SIGTERM asks to be requeued', () => terminate(sweep)],
    ['a task can be killed without a word', () => kill(sweep)],
    ['the job after the wave submits what was killed, and what is new', () => follow(sweep)],
    ['a task that is preempted by another job goes on after it', () => preempt(sweep)],
    ['after the second wave nothing is left to do', () => end(sweep)],
    ['what fails is tried three times and reported', () => reportFailures(sweep)],
    ['what was interrupted went on from a checkpoint, as the same task', () => checkResumes(sweep)],
    ['the time limit was announced and overcome', () => checkTimeLimit(sweep)],
    ['every result is, byte for byte, that of a sweep without Slurm', () => compare(sweep, begin)],
  ]
}

async function submit(sweep, begin) {
  const out = await begin('slurm', waves)
  const options = ['cpus-per-task=1', 'time=1']
  const jobs = { ...jobCommands(out, 300), options, saveSeconds: 20 }
  const { arrayJob, nextJob, cells } = await submitSlurm(out, jobs)
  assert.equal(cells, 5)
  Object.assign(sweep, { out, arrayJob, cells: (await sweepStatus(out)).cells })
  const queue = await slurm('squeue', '--array', '-h', '-o%F %K %E')
  const tasks = sweep.cells.map((_, task) => `${arrayJob} ${task} (null)`)
  const after = `${nextJob} N/A afterany:${arrayJob}_*(unfulfilled)`
  assert.deepEqual(queue.split('\n').sort(), [...tasks, after].sort())
}

async function requeue(sweep) {
  const cell = tuningRun(sweep, 0)
  await interrupt(cell, () => slurm('scontrol', 'requeue', taskOf(sweep, cell)))
}

async function terminate(sweep) {
  const cell = tuningRun(sweep, 1)
  await interrupt(cell, async () => {
    const [shell] = await processesOf(sweep, cell)
    process.kill(shell, 'SIGTERM')
  })
  const isWaiting = async () => (await jobFields(taskOf(sweep, cell))).JobState === 'PENDING'
  await until('it is in the queue', isWaiting)
}

async function kill(sweep) {
  const cell = runOf(sweep, 'lost')
  await saved(cell)
  for (const id of await processesOf(sweep, cell)) process.kill(id, 'SIGKILL')
  const hasFailed = async () => (await jobFields(taskOf(sweep, cell))).JobState === 'FAILED'
  await until('it has ended', hasFailed)
}

async function follow(sweep) {
  const { out, cells: before } = sweep
  await until('there is a second wave', () => existsSync(join(out, 'slurm', 'wave-2.json')), 120)
  const [first, second] = [1, 2].map((wave) => JSON.parse(slurmFile(out, `wave-${wave}.json`)))
  assert.deepEqual(
    first.cells,
    before.map(({ name }) => name),
  )
  const { cells } = await sweepStatus(out)
  const fresh = cells.filter(({ name }) => !first.cells.includes(name))
  assert.equal(fresh.length, 1)
  const expected = [fresh[0], runOf(sweep, 'lost')].map(({ name }) => name)
  assert.deepEqual(second.cells.toSorted(), expected.toSorted())
  const named = second.cells.map((name) => cells.find((cell) => cell.name === name))
  Object.assign(sweep, { arrayJob: second.arrayJob, cells: named, fresh: fresh[0] })
}

async function preempt(sweep) {
  const job = ['--partition=high', '--cpus-per-task=2', '--output=/dev/null', '--wrap=sleep 1']
  await interrupt(sweep.fresh, async () => {
    const id = await slurm('sbatch', '--parsable', ...job)
    await until('it has run', async () => (await jobFields(id)).JobState === 'COMPLETED')
  })
}

async function end(sweep) {
  await until('no job is left', noJobs, 60)
  const { counts, later, cells } = await sweepStatus(sweep.out)
  sweep.cells = cells
  assert.deepEqual([later, counts.done, counts.failed, cells.length], [0, 5, 1, 6])
  assert.match(slurmFile(sweep.out, 'logs', 'wave-2-next.txt'), /nothing is left to do\n$/)
}

function reportFailures(sweep) {
  const broken = runOf(sweep, 'broken')
  assert.deepEqual(outcomes(broken), ['failed', 'failed', 'failed'])
  assert.match(broken.message, /^exit code 1; .*7/)
  assert.match(
    taskLogs(sweep.out, broken),
    /(failed, exit code 75\n(.*\n)*){2}.*failed, exit code 1\n/,
  )
  const lost = outcomes(runOf(sweep, 'lost'))
  assert.deepEqual([lost[0], lost.at(-1)], ['failed', 'done'])
}

function checkResumes(sweep) {
  for (const cell of sweep.cells.filter(({ state }) => state === 'done')) {
    const [first, ...others] = beginnings(cell)
    assert.equal(first, undefined, cell.name)
    assert.ok(others.length > 0 && others.every((from) => from > 0), `${cell.name}: ${others}`)
    if (cell.name === runOf(sweep, 'lost').name) continue
    const tasks = [
      ...taskLogs(sweep.out, cell).matchAll(/ job (\S+) \(\d+\) on \S+, restart (\d+): /g),
    ]
    assert.ok(tasks.length > 1, cell.name)
    for (const [i, [, job, restart]] of tasks.entries())
      assert.deepEqual([job, restart], [tasks[0][1], String(i)], cell.name)
  }
}

function checkTimeLimit(sweep) {
  const long = runOf(sweep, 'long')
  assert.match(taskLogs(sweep.out, long), /got SIGUSR2\npreempted, exit code 75\n/)
}

async function compare(sweep, begin) {
  const out = await begin('local', waves)
  const runCell = ({ folder }) => cellCommand(folder, 0)
  await runSweep(out, { jobs: 2, threadsPerJob: 1, runCell })
  const done = sweep.cells.filter(({ state }) => state === 'done')
  assert.equal(done.length, 5)
  for (const { folder, name } of done)
    for (const file of compared) {
      const [ours, local] = [folder, join(out, 'cells', basename(folder))].map((each) =>
        readFileSync(join(each, file)),
      )
      assert.ok(ours.equals(local), `${name} ${file}`)
    }
}

function runOf({ cells }, study) {
  return cells.find(({ uses: [use] }) => use.study === study)
}

function tuningRun({ cells }, index) {
  return cells.filter(({ uses: [use] }) => use.role === 'tuning')[index]
}

function taskOf({ arrayJob, cells }, cell) {
  return `${arrayJob}_${cells.indexOf(cell)}`
}

/** The shell of the script, what it runs, and the training. */
async function processesOf(sweep, cell) {
  const { owner, run } = (await current(sweep, cell)).holder
  const [, shell] = /^PPid:\s(\d+)$/m.exec(readFileSync(`/proc/${owner.pid}/status`, 'utf8'))
  return [Number(shell), owner.pid, run.pid]
}

async function current({ out }, { name }) {
  return (await sweepStatus(out)).cells.find((cell) => cell.name === name)
}

/** @param {() => Promise<unknown>} act what the run is to notice */
async function interrupt(cell, act) {
  await saved(cell)
  const before = outcomes(cell).length
  await act()
  const isNoted = () => outcomes(cell).slice(before).includes('preempted')
  await until(`${cell.name} is interrupted`, isNoted)
}

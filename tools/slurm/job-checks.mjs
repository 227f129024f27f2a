// Sweeps of one cell: what begins, what ends, and what does not begin again.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { submitSlurm, sweepStatus, writeSlurmJobs } from '@deepauc/experiments'
import { slurm, until } from './cluster.mjs'
import { beginnings, jobFields, noJobs, saved, slurmFile } from './look.mjs'
import { jobCommands } from './program.mjs'
import { single } from './sweeps.mjs'

const options = ['cpus-per-task=1', 'time=1']

/** @param {(name: string, profile: object) => Promise<string>} begin begins a sweep and returns its folder */
export function jobChecks(begin) {
  return [
    ['shellcheck has nothing to say about the scripts', () => lint(begin)],
    ['a sweep whose tasks cannot even start ends after one wave', () => endStuck(begin)],
    [
      'cancelled jobs save a checkpoint and stay away until they are submitted',
      () => cancel(begin),
    ],
  ]
}

async function lint(begin) {
  const out = await begin('lint', single)
  const { arrayScript, nextScript } = await writeSlurmJobs(out, jobCommands(out, 0))
  // A dollar sign between single quotes is one on purpose.
  const args = ['--exclude=SC2016', arrayScript, nextScript]
  const { status, stdout } = spawnSync('shellcheck', args, { encoding: 'utf8' })
  assert.equal(stdout, '')
  assert.equal(status, 0)
}

async function endStuck(begin) {
  const out = await begin('stuck', single)
  const comment = `it's "5 %j" \\ #1 $(x) \`y\``
  const jobs = { ...jobCommands(out, 0), runTask: ['/missing/program'] }
  const submission = await submitSlurm(out, {
    ...jobs,
    options: [...options, `comment=${comment}`],
  })
  const { arrayJob } = submission
  await assert.rejects(submitSlurm(out, jobs), /under way; to end its jobs: scancel \d+ \d+$/)
  const shown = await slurm('scontrol', 'show', 'job', arrayJob)
  assert.ok(shown.includes(`\n   Comment=${comment} \n`), shown)
  await until('no job is left', noJobs)
  assert.match(slurmFile(out, 'logs', 'wave-1-next.txt'), /no run of wave 1 has ended: see /)
  assert.match(slurmFile(out, 'logs', `${arrayJob}_0.txt`), /\/missing\/program: No such file/)
  assert.equal(existsSync(join(out, 'slurm', 'wave-2.sh')), false)
}

async function cancel(begin) {
  const out = await begin('cancelled', single)
  const { arrayJob, nextJob } = await submitSlurm(out, { ...jobCommands(out, 300), options })
  const look = async () => (await sweepStatus(out)).cells[0]
  await saved(await look())
  await slurm('scancel', arrayJob, nextJob)
  await until('no job is left', noJobs)
  assert.equal((await look()).state, 'preempted')
  const log = slurmFile(out, 'logs', `${arrayJob}_0.txt`)
  assert.match(log, /got SIGTERM\n(.*\n)*preempted, exit code 75\n/)
  const { JobState, Restarts } = await jobFields(`${arrayJob}_0`)
  assert.deepEqual([JobState, Restarts], ['CANCELLED', '0'])
  await submitSlurm(out, { ...jobCommands(out, 0), options })
  await until('no job is left', noJobs)
  const cell = await look()
  assert.equal(cell.state, 'done')
  const [first, second] = beginnings(cell)
  assert.deepEqual([first, second > 0], [undefined, true])
  assert.match(slurmFile(out, 'logs', 'wave-2-next.txt'), /nothing is left to do\n$/)
}

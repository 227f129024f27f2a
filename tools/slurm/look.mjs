// What the checks look at: Slurm's own records, and the files of a sweep.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readEventLog } from '@deepauc/experiments'
import { slurm, until } from './cluster.mjs'

export async function noJobs() {
  return (await slurm('squeue', '-h')) === ''
}

/** What Slurm knows of a job, or of a task like 7_2. */
export async function jobFields(id) {
  const text = await slurm('scontrol', '--oneliner', 'show', 'job', id)
  return Object.fromEntries(text.split(' ').map((pair) => pair.split('=')))
}

/** Until the cell has a checkpoint, so that there is something to go on from. */
export async function saved({ folder, name }) {
  const checkpoints = join(folder, 'checkpoints')
  await until(`${name} has a checkpoint`, () => /step/.test(readdirSync(checkpoints).join()), 60)
}

/** Where the run began each time; undefined where it did at the beginning. */
export function beginnings({ folder }) {
  const events = readEventLog(join(folder, 'events.jsonl'))
  return events.filter(({ kind }) => kind === 'start').map(({ from }) => from)
}

/** How the run ended each time. */
export function outcomes({ folder }) {
  const file = join(folder, 'attempts.jsonl')
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
  return lines.map((line) => JSON.parse(line).outcome)
}

/** Of Slurm, in the folder of the sweep. */
export function slurmFile(out, ...names) {
  return readFileSync(join(out, 'slurm', ...names), 'utf8')
}

/** Of all tasks that had the cell. */
export function taskLogs(out, { name }) {
  const texts = readdirSync(join(out, 'slurm', 'logs')).map((file) => slurmFile(out, 'logs', file))
  return texts.filter((text) => text.includes(`: ${name}\n`)).join('')
}

// `deepauc sweep --engine slurm` as a person types it.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { sweepStatus } from '@deepauc/experiments'
import { until } from './cluster.mjs'
import { noJobs, slurmFile } from './look.mjs'

const bin = fileURLToPath(new URL('../../packages/cli/bin/deepauc.mjs', import.meta.url))
const run = promisify(execFile)

const profile = {
  description: 'AUC from scratch with two rates, one final run',
  studies: {
    tiny: {
      description: 'tiny',
      rows: { one: {} },
      recipe: {
        data: { source: 'mnist', binarize: { positive: ['1'] }, imratio: 0.2 },
        network: { name: 'small-cnn', width: 2 },
        training: { batchSize: 10, budget: { steps: 3 }, evaluations: 1, workers: 0 },
      },
      columns: {
        'auc-sc': {
          recipe: { method: { name: 'AUCsc' } },
          grid: { 'method.learningRate': [0.1, 0.05] },
        },
      },
      tuningSeeds: [9],
      seeds: [0],
    },
  },
}

/**
 * @param {string} folder for the profile and the sweep
 * @param {string} data in the form of MNIST
 */
export function commandCheck(folder, data) {
  return [
    'deepauc sweep --engine slurm submits wave after wave, until all is done',
    () => submit(folder, data),
  ]
}

async function submit(folder, data) {
  const file = join(dirname(folder), 'tiny.yaml')
  writeFileSync(file, JSON.stringify(profile))
  const out = join(folder, 'command')
  const args = ['sweep', '--profile', file, '--out', out, '--root', `mnist=${data}`]
  const engine = ['--engine', 'slurm', '--slurm-option', 'cpus-per-task=1', '--backend', 'cpu']
  const { stdout } = await run(process.execPath, [bin, ...args, ...engine])
  assert.match(stdout, /^wave 1: job array \d+ with 2 runs, and job \d+ after it\n$/)
  await until('no job is left', noJobs)
  const { counts } = await sweepStatus(out)
  assert.equal(counts.done, 3)
  assert.match(slurmFile(out, 'logs', 'wave-1-next.txt'), /wave 2: job array \d+ with 1 runs/)
  assert.match(slurmFile(out, 'logs', 'wave-2-next.txt'), /tiny +3 +3 /)
}

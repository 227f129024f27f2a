// `npm run test:slurm`: sweeps on a Slurm of one node, with a real controller and a real node daemon on the loopback address.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setup } from '../setup.mjs'
import { startCluster } from './cluster.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
setup()
const build = ['node_modules/typescript/bin/tsc', '-b', 'packages/cli']
const { status } = spawnSync(process.execPath, build, { cwd: root, stdio: 'inherit' })
if (status !== 0) process.exit(1)
const { tsImport } = await import('tsx/esm/api')
const { ensurePrograms } = await tsImport('../debian-packages.ts', import.meta.url)
const { passes } = await tsImport('../passes.ts', import.meta.url)
ensurePrograms(['slurmctld', 'slurmd', 'sbatch', 'munged', 'shellcheck'], {
  packages: ['slurmctld', 'slurmd', 'slurm-client', 'munge', 'shellcheck'],
  size: '6 MB',
})
const { beginSweep } = await import('@deepauc/experiments')
const { tinyData } = await import('../kills/tiny-data.mjs')
const { commandCheck } = await import('./command-check.mjs')
const { jobChecks } = await import('./job-checks.mjs')
const { waveChecks } = await import('./wave-checks.mjs')

const work = mkdtempSync(join(tmpdir(), 'deepauc-slurm-'))
const data = join(work, 'data')
// Slurm would replace %j in a path, and a shell much more.
const sweeps = join(work, `it's $(HOME) "100 %j" #1`)
tinyData(data)
for (const folder of [sweeps, join(work, 'cluster')]) mkdirSync(folder)

const { stop } = await startCluster(join(work, 'cluster'))
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.once(name, async () => {
    await stop()
    process.exit(1)
  })
const total = { passed: 0, failed: 0 }
const checks = [...jobChecks(begin), ...waveChecks(begin), commandCheck(sweeps, data)]
for (const [name, check] of checks) await count(name, check)
await count('nothing is left running', async () => {
  const rest = await stop()
  if (rest.length > 0) throw new Error(rest.join('\n'))
})
if (total.failed === 0) rmSync(work, { recursive: true })
else console.log(`sweeps and logs are in ${work}`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)

async function begin(name, profile) {
  const out = join(sweeps, name)
  await beginSweep(profile, out, { folders: { mnist: { root: data } } })
  return out
}

async function count(name, check) {
  if (await passes(name, check)) total.passed++
  else total.failed++
}

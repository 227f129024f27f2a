// Slurm's daemons and commands as Debian has them, and a program that reads scripts.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const packages = ['slurmctld', 'slurmd', 'slurm-client', 'munge', 'shellcheck']
const programs = ['slurmctld', 'slurmd', 'sbatch', 'munged', 'shellcheck']
// Another installation may be under way.
const patience = '--option=DPkg::Lock::Timeout=120'
const apt = ['--yes', '--quiet=2', patience, '--no-install-recommends', 'install', ...packages]

/**
 * Installs what is missing; nothing, silently, the second time.
 *
 * @throws Error if that is not possible
 */
export function installSlurm() {
  const lacking = missing()
  if (lacking.length === 0) return
  const command = `apt-get ${apt.join(' ')}`
  if (process.getuid?.() !== 0)
    throw new Error(`${lacking.join(', ')} are missing; as root: ${command}`)
  const start = performance.now()
  console.log(`installing ${packages.join(', ')} by apt-get`)
  run('apt-get', ['--quiet=2', 'update'])
  run('apt-get', apt)
  const still = missing()
  if (still.length > 0) throw new Error(`${command} did not bring ${still.join(', ')}`)
  console.log(`installed in ${((performance.now() - start) / 1000).toFixed(0)} s`)
}

function missing() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return programs.filter((name) => !folders.some((folder) => existsSync(join(folder, name))))
}

function run(program, args) {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    // In the single-user level no service is started: the tests start their own daemons.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  })
  if (error) throw error
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}${stderr}`)
}

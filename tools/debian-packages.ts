/** What the slower suites need of Debian. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'

/**
 * Installs packages if one of `programs` is missing, and tells it.
 *
 * @param programs names, searched for on the PATH, or absolute paths
 * @param size of what is installed, as `'0.4 GB'`
 * @param variable of the environment that can name another program
 * @throws Error if that is not possible
 */
export function ensurePrograms(programs: readonly string[], wanted: Wanted): void {
  const lacking = missing(programs)
  if (lacking.length === 0) return
  const { packages, size, variable } = wanted
  const names = packages.join(' ')
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    const remedy = `as root: apt-get install ${names}${variable ? `, or set ${variable}` : ''}`
    throw new Error(`not installed: ${lacking.join(', ')}; ${remedy}`)
  }
  const start = performance.now()
  console.log(`installing Debian's ${names} (${size}, once)`)
  // Another installation may be under way.
  const patience = '--option=DPkg::Lock::Timeout=120'
  aptGet('update', '-qq')
  aptGet('install', '-qq', '--yes', patience, '--no-install-recommends', ...packages)
  const still = missing(programs)
  if (still.length > 0) throw new Error(`${names} came without ${still.join(', ')}`)
  console.log(`installed in ${((performance.now() - start) / 1000).toFixed(0)} s`)
}

interface Wanted {
  readonly packages: readonly string[]
  readonly size: string
  readonly variable?: string
}

function missing(programs: readonly string[]): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const exists = (name: string) =>
    isAbsolute(name) ? existsSync(name) : folders.some((folder) => existsSync(join(folder, name)))
  return programs.filter((name) => !exists(name))
}

function aptGet(...args: readonly string[]): void {
  // In the single-user level no service is started: the tests start their own daemons.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const options = { env, encoding: 'utf8', maxBuffer: 1e8 } as const
  const { status, error, stdout, stderr } = spawnSync('apt-get', args, options)
  if (error) throw error
  if (status !== 0)
    throw new Error(`apt-get ${args.join(' ')}: ${`${stdout}${stderr}`.slice(-2000)}`)
}

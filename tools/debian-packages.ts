/** What the slower suites need of Debian. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/**
 * Installs packages if `program`, a path, is missing, and tells it.
 *
 * @param size of what is installed, as `'0.4 GB'`
 * @param variable of the environment that can name another program
 * @throws Error if that is not possible
 */
export function ensureProgram(program: string, { packages, size, variable }: Wanted): void {
  if (existsSync(program)) return
  const names = packages.join(' ')
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new Error(
      `${program} is missing; as root: apt-get install ${names}${variable ? `, or set ${variable}` : ''}`,
    )
  const start = performance.now()
  console.log(`installing Debian's ${names} (${size}, once)`)
  // Another installation may be under way.
  const patience = '--option=DPkg::Lock::Timeout=120'
  aptGet('update', '-qq')
  aptGet('install', '-qq', '--yes', patience, '--no-install-recommends', ...packages)
  if (!existsSync(program)) throw new Error(`${names} came without ${program}`)
  console.log(`installed in ${((performance.now() - start) / 1000).toFixed(0)} s`)
}

interface Wanted {
  readonly packages: readonly string[]
  readonly size: string
  readonly variable?: string
}

function aptGet(...args: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const options = { env, encoding: 'utf8', maxBuffer: 1e8 } as const
  const { status, error, stdout, stderr } = spawnSync('apt-get', args, options)
  if (error) throw error
  if (status !== 0)
    throw new Error(`apt-get ${args.join(' ')}: ${`${stdout}${stderr}`.slice(-2000)}`)
}

/** Debian's Chromium, or what `CHROMIUM` names. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const packaged = '/usr/bin/chromium'

/**
 * Path of the program, after it was installed if it was missing.
 *
 * @throws Error if it cannot be installed
 */
export function chromiumProgram(): string {
  const program = process.env.CHROMIUM || packaged
  if (existsSync(program)) return program
  if (program !== packaged || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new Error(
      `${program} is missing: apt-get install chromium fonts-liberation, or set CHROMIUM`,
    )
  const start = performance.now()
  console.log("installing Debian's chromium (0.4 GB, once)")
  aptGet('update', '-qq')
  // Without fonts it shows no text.
  const packages = ['chromium', 'fonts-liberation']
  aptGet('install', '-qq', '--yes', '--no-install-recommends', ...packages)
  console.log(`installed in ${((performance.now() - start) / 1000).toFixed(0)} s`)
  return program
}

function aptGet(...args: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const options = { env, encoding: 'utf8', maxBuffer: 1e8 } as const
  const { status, error, stdout, stderr } = spawnSync('apt-get', args, options)
  if (error) throw error
  if (status !== 0)
    throw new Error(`apt-get ${args.join(' ')}: ${`${stdout}${stderr}`.slice(-2000)}`)
}

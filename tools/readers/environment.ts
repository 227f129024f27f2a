/** The Python environment of the readers: made once, then kept in the user's cache. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const requirements = pythonFile('requirements.txt')

/** Path of a script or a list of requirements in `python/`. */
export function pythonFile(name: string): string {
  return fileURLToPath(new URL(`python/${name}`, import.meta.url))
}

/**
 * The folder of the environment's programs.
 *
 * @throws Error if it cannot be made
 */
export function pythonPrograms(): string {
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
  const folder = join(cache, 'deepauc', 'readers', `python-${hash}`)
  const programs = join(folder, process.platform === 'win32' ? 'Scripts' : 'bin')
  const complete = join(folder, 'complete')
  if (existsSync(complete)) return programs
  const start = performance.now()
  console.log(`making the Python environment in ${folder} (0.9 GB, once)`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  run(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', folder])
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
  run(join(programs, 'python'), [...pip, '-r', requirements])
  writeFileSync(complete, '')
  console.log(`made in ${((performance.now() - start) / 1000).toFixed(0)} s`)
  return programs
}

function run(program: string, args: readonly string[]): void {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (error) throw error
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}`)
}

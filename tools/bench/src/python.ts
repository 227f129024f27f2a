/** The Python environment of the peers: made once, then kept in the user's cache. */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The environment's interpreter, or why there is none. */
export type Python = { readonly program: string } | { readonly reason: string }

/** Path of a script or a list of requirements in `python/`. */
export function pythonFile(name: string): string {
  return fileURLToPath(new URL(`../python/${name}`, import.meta.url))
}

const requirements = pythonFile('requirements.txt')
// Nearly all that LibAUC's wheel asks for is for its other parts.
const libauc = pythonFile('requirements-libauc.txt')

export async function findPython(): Promise<Python> {
  const folder = environmentFolder()
  const program = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  const complete = join(folder, 'complete')
  if (existsSync(complete)) return { program }
  console.error(`making the environment of the peers in ${folder} (PyTorch: several GB, once)`)
  try {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    await run(process.platform === 'win32' ? 'python' : 'python3', '-m', 'venv', folder)
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
    await run(program, ...pip, '-r', requirements)
    await run(program, ...pip, '--no-deps', '-r', libauc)
    writeFileSync(complete, '')
    return { program }
  } catch (error) {
    return { reason: `no Python environment: ${(error as Error).message}` }
  }
}

/** Other requirements are another environment. */
function environmentFolder(): string {
  const hash = createHash('sha256')
  for (const file of [requirements, libauc]) hash.update(readFileSync(file))
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
  return join(cache, 'deepauc', 'bench', `python-${hash.digest('hex').slice(0, 12)}`)
}

async function run(program: string, ...args: string[]): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaint = text.trim().split('\n').at(-1) || complaint
  })
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(complaint || `${program} ended with ${code}`)),
    )
  })
}

/** The C++ compiler that torch.compile needs. */
export function hasCompiler(): boolean {
  return spawnSync(process.env.CXX || 'g++', ['--version']).status === 0
}

import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Starts a program of this folder from its sources; `limit` is a shell's command that limits it. */
export function startProgram(name: string, args: readonly string[], limit = ':'): ChildProcess {
  const node = ['--import', 'tsx', '--conditions=@deepauc/source', `./${name}`, ...args]
  return spawn('sh', ['-c', `${limit}; exec "$@"`, 'sh', process.execPath, ...node], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: { ...process.env, FORCE_COLOR: '0' }, // nx asks for colours
  })
}

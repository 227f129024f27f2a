/** Servers on loopback, started as processes and ended by their ids. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Server {
  readonly uri: string
  /** Ends it and its children at once. */
  kill(): Promise<void>
}

const START_SECONDS = 120

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** @throws Error if it does not answer at `path` in two minutes */
export async function startServer(
  command: readonly [program: string, ...args: string[]],
  { port, path }: { readonly port: number; readonly path: string },
): Promise<Server> {
  const [program, ...args] = command
  // A group of its own, because it has workers.
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true' },
  })
  let errors = ''
  child.stderr?.on('data', (text) => {
    errors = `${errors}${text}`.slice(-2000)
  })
  const uri = `http://127.0.0.1:${port}`
  const server = { uri, kill: () => kill(child) }
  for (const start = performance.now(); !(await answers(`${uri}${path}`)); await sleep(100)) {
    const isLate = performance.now() - start > START_SECONDS * 1000
    if (child.exitCode === null && !isLate) continue
    await server.kill()
    throw new Error(`${program} does not start: ${errors}`)
  }
  return server
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1000) })).ok
  } catch {
    return false
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const closed = once(child, 'close')
  process.kill(-child.pid, 'SIGKILL')
  await closed
}

/** Child processes. */
import { spawn } from 'node:child_process'

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Milliseconds until the process is ended; no limit when left out. */
  readonly timeout?: number
}

export interface RunResult {
  readonly ok: boolean
  readonly stdout: string
  readonly stderr: string
  /** How a process that did not end well ended: its exit code, its signal or why it never started. */
  readonly ending: string
}

/** Runs a command to its end, without a shell. Never rejects. `env` is added to the environment. */
export function run(
  command: string,
  args: readonly string[],
  { cwd, env, timeout }: RunOptions = {},
): Promise<RunResult> {
  const child = spawn(command, args, {
    cwd,
    timeout,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (part) => {
    text.stdout += part
  })
  child.stderr.setEncoding('utf8').on('data', (part) => {
    text.stderr += part
  })
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ ok: false, ...text, ending: error.message }))
    child.on('close', (code, signal) =>
      resolve({ ok: code === 0, ...text, ending: signal ?? `exit code ${code}` }),
    )
  })
}

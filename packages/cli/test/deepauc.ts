/** Runs the built command in a process of its own, as a person at a terminal does. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const bin: string = fileURLToPath(new URL('../bin/deepauc.mjs', import.meta.url))

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  /** Given to it as standard input. */
  readonly input?: string
  readonly cwd?: string
  /** Added to the environment. */
  readonly env?: NodeJS.ProcessEnv
}

/** @param onOutput sees all output so far and may signal the process */
export function deepauc(
  args: readonly string[],
  onOutput: (stdout: string, kill: (signal: NodeJS.Signals) => void) => void = () => {},
  { input, cwd, env = {} }: RunOptions = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [bin, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...plainEnvironment(), ...env },
    ...(cwd !== undefined && { cwd }),
  })
  // A command that fails may not read it.
  child.stdin.on('error', () => {})
  child.stdin.end(input ?? '')
  let [stdout, stderr] = ['', '']
  child.stderr.on('data', (data) => {
    stderr += data
  })
  child.stdout.on('data', (data) => {
    stdout += data
    onOutput(stdout, (signal) => child.kill(signal))
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })))
}

/** nx and continuous integration ask for colours, which would be in the output. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _nx, CI: _ci, ...env } = process.env
  return env
}

/** Runs a program to its end. */
import { spawnSync } from 'node:child_process'

/** What it left. */
export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Where and how long a program runs. */
export interface RunOptions {
  readonly cwd: string
  readonly env?: NodeJS.ProcessEnv
  /** Milliseconds, 5 minutes unless told. */
  readonly timeout?: number
}

/** Runs `program` without colours, which would get into what it prints. */
export function attempt(
  [program = '', ...args]: readonly string[],
  { cwd, env = {}, timeout = 300_000 }: RunOptions,
): Ended {
  const { FORCE_COLOR: _, CI: __, ...inherited } = process.env
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env: { ...inherited, ...env },
    timeout,
    encoding: 'utf8',
    maxBuffer: 2 ** 27,
  })
  return { status, stdout, stderr: error ? `${error.message}\n${stderr}` : stderr }
}

/**
 * The same for a program that must not fail.
 *
 * @returns what it printed
 * @throws Error with the end of its complaint
 */
export function run(command: readonly string[], options: RunOptions): string {
  const { status, stdout, stderr } = attempt(command, options)
  if (status === 0) return stdout
  const complaint = `${stdout}\n${stderr}`.trim().split('\n').slice(-40).join('\n')
  throw new Error(`${command.join(' ')} ended with ${status}:\n${complaint}`)
}

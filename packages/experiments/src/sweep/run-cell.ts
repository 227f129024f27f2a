/** Runs one claimed cell in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Attempt, recordAttempt } from './attempts.ts'
import type { Claim } from './claim-cell.ts'

export interface RunCellOptions {
  readonly claim: Claim
  /** Program and arguments. It writes the files of `runRecipe`, ends with the exit codes of `deepauc train`, and goes on. */
  readonly command: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly beatSeconds: number
  /** Makes the process save a checkpoint and end. */
  readonly signal?: AbortSignal | undefined
}

/** How it ended; `lost` if another process has taken the cell over. */
export interface CellEnd extends Pick<Attempt, 'seconds' | 'exit' | 'message'> {
  readonly outcome: Exclude<Attempt['outcome'], 'retry'> | 'lost'
}

/** Ends when the process has ended; how is in the folder then, and the claim is released. */
export async function runCell(
  folder: string,
  { claim, command, env, beatSeconds, signal }: RunCellOptions,
): Promise<CellEnd> {
  const began = performance.now()
  const child = start(folder, command, env)
  if (child.pid !== undefined) claim.setRun(child.pid)
  let isLost = false
  const stop = () => child.kill('SIGTERM')
  const beat = setInterval(() => {
    if (isLost || claim.beat()) return
    isLost = true
    stop()
  }, beatSeconds * 1000)
  signal?.addEventListener('abort', stop, { once: true })
  if (signal?.aborted) stop()
  const exit = await ended(child)
  clearInterval(beat)
  signal?.removeEventListener('abort', stop)
  const seconds = (performance.now() - began) / 1000
  if (isLost) return { outcome: 'lost', seconds }
  const end = { ...judge(folder, exit), seconds }
  recordAttempt(folder, end)
  claim.release()
  return end
}

function start(folder: string, command: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const errors = openSync(errorFile(folder), 'w')
  try {
    const [program = '', ...args] = command
    return spawn(program, args, {
      // Ctrl-C at a terminal goes to a whole group; the run gets one signal, and from its parent.
      detached: true,
      windowsHide: true,
      // Events are in the folder. The channel tells the run that its parent has died: see end-with-parent.ts.
      stdio: ['ignore', 'ignore', errors, 'ipc'],
      env,
    })
  } finally {
    closeSync(errors)
  }
}

/** Exit code, name of a signal, or why there was no process. */
function ended(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve(message))
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
}

const preemptions: readonly (number | string)[] = [75, 130, 143, 'SIGTERM', 'SIGINT', 'SIGUSR2']

type Judgement = Pick<Attempt, 'exit' | 'message'> & {
  readonly outcome: Exclude<Attempt['outcome'], 'retry'>
}

function judge(folder: string, exit: number | string): Judgement {
  // Whatever came after the result was not about the run.
  if (existsSync(join(folder, 'result.json'))) return { outcome: 'done', exit }
  if (exit === 4) return { outcome: 'diverged', exit }
  if (preemptions.includes(exit)) return { outcome: 'preempted', exit }
  const words = [ending(exit), lastWords(folder)].filter((text) => text !== '')
  return { outcome: 'failed', exit, message: words.join('; ') }
}

function ending(exit: number | string): string {
  if (exit === 0) return 'ended without a result'
  if (exit === 'SIGKILL') return 'killed, as it happens when memory is short'
  return typeof exit === 'number' ? `exit code ${exit}` : exit
}

function lastWords(folder: string): string {
  return readFileSync(errorFile(folder), 'utf8').trimEnd().split('\n').slice(-3).join('\n')
}

/** What the last attempt has told; of those before it, the last words are in `attempts.jsonl`. */
function errorFile(folder: string): string {
  return join(folder, 'errors.txt')
}

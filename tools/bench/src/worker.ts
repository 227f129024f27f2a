/** A peer in a process of its own, which computes only when it is told to. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'

/** What to run. The process gets `options` as JSON in its last argument. */
export interface WorkerCommand {
  readonly program: string
  readonly script: string
  readonly options: unknown
  readonly environment?: Readonly<Record<string, string>>
}

interface Turn {
  /** Milliseconds of each iteration. */
  readonly times: readonly number[]
  /** What the last iteration computed. */
  readonly value: unknown
}

export interface Worker {
  /** The peer and its version. */
  readonly detail: string
  /** @throws Error with the worker's own last words if it fails */
  run(iterations: number): Promise<Turn>
  /** The most memory that the process has had resident, where the system tells. */
  peakMiB(): Promise<number | null>
  stop(): Promise<void>
}

/**
 * Starts a process and waits until it has loaded what it needs.
 *
 * The protocol is one JSON object a line: `{ready}` or `{failed}` when it has started, then `{times, value}` or `{failed}` for
 * each line with a number of iterations. It ends when its input does, so that no worker survives the benchmark.
 *
 * @throws Error with the worker's own last words if it cannot start
 */
export async function startWorker(command: WorkerCommand): Promise<Worker> {
  const { program, script, options, environment } = command
  const child = spawn(program, [script, JSON.stringify(options)], {
    env: { ...process.env, ...environment },
  })
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const answer = answersOf(child)
  const { ready } = (await answer()) as { ready: string }
  return {
    detail: ready,
    async run(iterations) {
      child.stdin.write(`${iterations}\n`)
      return (await answer()) as unknown as Turn
    },
    peakMiB: () => peakMiB(child),
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}

/** A function that waits for the next answer. */
function answersOf(child: ChildProcessWithoutNullStreams): () => Promise<Record<string, unknown>> {
  const obituary = obituaryOf(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async (): Promise<Record<string, unknown>> => {
    const { value, done } = await lines.next()
    if (done) throw new Error(await obituary)
    // Libraries print advice, too.
    if (!value.startsWith('{')) return answer()
    const message = JSON.parse(value)
    if (message.failed) throw new Error(message.failed)
    return message
  }
  return answer
}

/** Why a process ended: its last error, or its last words. */
function obituaryOf(child: ChildProcessWithoutNullStreams): Promise<string> {
  let words = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    words = (words + text).slice(-10_000)
  })
  // A worker that is gone answers by its last words.
  child.stdin.on('error', () => {})
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, signal) => {
      const lines = words.trim().split('\n')
      const error = lines.findLast((line) => /^\w*(Error|Exception)\b/.test(line))
      resolve(error || lines.at(-1) || `it ended with ${signal ?? code}`)
    })
  })
}

async function peakMiB({ pid }: ChildProcessWithoutNullStreams): Promise<number | null> {
  if (process.platform !== 'linux') return null
  const [, kibibytes] = /VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? []
  return kibibytes === undefined ? null : Number(kibibytes) / 1024
}

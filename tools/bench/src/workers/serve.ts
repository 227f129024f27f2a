/** The worker's side of the protocol in `worker.ts`. */
import { createInterface } from 'node:readline'

export interface Peer {
  /** The peer and its version. */
  readonly detail: string
  /** Does the work once, to its end, and returns something to check it by, or a promise of it. */
  iterate(): unknown
}

export async function serve<Options>(prepare: (options: Options) => Promise<Peer>): Promise<void> {
  try {
    const { detail, iterate } = await prepare(JSON.parse(process.argv[2] ?? '{}'))
    say({ ready: detail })
    for await (const line of createInterface({ input: process.stdin }))
      say(await measure(iterate, Number(line)))
  } catch (error) {
    say({ failed: (error as Error).message })
  }
}

async function measure(iterate: () => unknown, iterations: number) {
  const times: number[] = []
  let value: unknown
  for (let i = 0; i < iterations; i++) {
    const start = performance.now()
    value = await iterate()
    times.push(performance.now() - start)
  }
  return { times, value }
}

function say(message: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}

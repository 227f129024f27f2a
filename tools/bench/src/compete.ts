/** Lets workers take turns, so that whatever happens to the machine happens to all of them. */
import { setTimeout } from 'node:timers/promises'
import type { Outcome } from './result.ts'
import { startWorker, type Worker, type WorkerCommand } from './worker.ts'

/** A variant and how to run it, or why it cannot run. */
export type Entrant =
  | {
      readonly variant: string
      readonly command: WorkerCommand
      /** One iteration to warm up and one in every second turn are enough. */
      readonly slow?: boolean | undefined
    }
  | { readonly variant: string; readonly reason: string }

export interface Schedule {
  /** Iterations of each worker that are not counted. */
  readonly warmUps: number
  /** Turns of each worker. */
  readonly rounds: number
  /** Iterations of a turn, all counted. */
  readonly iterations: number
}

interface Competitor {
  readonly variant: string
  readonly slow: boolean
  readonly times: number[]
  worker?: Worker
  value?: unknown
  reason?: string
}

/** Threads that wait actively for more work sleep by then. */
const pause = 100

/** Starts all entrants, lets each in turn do a few iterations, round after round, and ends them. One computes at a time. */
export async function compete(
  entrants: readonly Entrant[],
  { warmUps, rounds, iterations }: Schedule,
): Promise<Outcome[]> {
  const competitors: Competitor[] = []
  for (const entrant of entrants) competitors.push(await enter(entrant, warmUps))
  for (let round = 0; round < rounds; round++)
    for (const competitor of competitors) {
      if (competitor.slow && round % 2 === 1) continue
      await setTimeout(pause)
      await attempt(competitor, async () => {
        const turn = competitor.slow ? 1 : iterations
        const { times, value } = (await competitor.worker?.run(turn)) ?? { times: [] }
        competitor.times.push(...times)
        competitor.value = value
      })
    }
  return Promise.all(competitors.map(leave))
}

async function enter(entrant: Entrant, warmUps: number): Promise<Competitor> {
  const { variant } = entrant
  if ('reason' in entrant) return { variant, slow: false, times: [], reason: entrant.reason }
  const { command, slow = false } = entrant
  const competitor: Competitor = { variant, slow, times: [] }
  const start = performance.now()
  await attempt(competitor, async () => {
    competitor.worker = await startWorker(command)
    await competitor.worker.run(slow ? 1 : warmUps)
  })
  const seconds = ((performance.now() - start) / 1000).toFixed(0)
  console.error(`  ${variant}: ${competitor.reason ?? `warm after ${seconds} s`}`)
  return competitor
}

async function attempt(competitor: Competitor, action: () => Promise<void>): Promise<void> {
  if (competitor.reason !== undefined) return
  try {
    await action()
  } catch (error) {
    competitor.reason = (error as Error).message
  }
}

async function leave({ variant, worker, times, value, reason }: Competitor): Promise<Outcome> {
  const peakMiB = (await worker?.peakMiB()) ?? null
  await worker?.stop()
  if (worker === undefined || reason !== undefined) return { variant, reason: reason ?? '' }
  return { variant, times, value, peakMiB, detail: worker.detail }
}

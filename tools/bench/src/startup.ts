/** From the start of a process to the end of its first step. */
import type { Entrant } from './compete.ts'
import { resnet20Entrants } from './entrants.ts'
import type { Options } from './options.ts'
import type { Python } from './python.ts'
import { writeBatches } from './resnet20.ts'
import { type Outcome, type Result, type Skipped, toResults } from './result.ts'
import { startWorker } from './worker.ts'

const names = ['tfjs-node-stock', 'ours-compiled', 'pytorch-channels-last', 'pytorch-compile']
const rounds = 5

/** @param folder for the batches */
export async function measureStartup(
  { variants = names, threads }: Options,
  python: Python,
  folder: string,
): Promise<(Result | Skipped)[]> {
  const options = await writeBatches(folder, { threads, batchSize: 128 })
  const wanted = names.filter((name) => variants.includes(name))
  const entrants = resnet20Entrants(wanted, options, python)
  // The first start fills the caches of the disk and of PyTorch's compiler.
  for (const entrant of entrants) await start(entrant)
  const starts: Outcome[][] = entrants.map(() => [])
  for (let round = 0; round < rounds; round++)
    for (const [i, entrant] of entrants.entries()) starts[i]?.push(await start(entrant))
  return toResults('resnet20-startup', starts.map(together))
}

/** Starts a process, waits for its first step and ends it. */
async function start(entrant: Entrant): Promise<Outcome> {
  const { variant } = entrant
  if ('reason' in entrant) return entrant
  const before = performance.now()
  try {
    const worker = await startWorker(entrant.command)
    const { value } = await worker.run(1)
    const times = [performance.now() - before]
    const peakMiB = await worker.peakMiB()
    await worker.stop()
    return { variant, times, value, peakMiB, detail: worker.detail }
  } catch (error) {
    return { variant, reason: (error as Error).message }
  }
}

/** Several starts of one variant as one outcome; one that fails is the outcome. */
function together(starts: readonly Outcome[]): Outcome {
  return starts.reduce((all, next) => {
    if ('reason' in all) return all
    return 'reason' in next ? next : { ...next, times: [...all.times, ...next.times] }
  })
}

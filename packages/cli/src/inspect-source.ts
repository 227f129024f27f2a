/** Shows what a data set holds. */
import { openSource, type SourceOptions, sourceStatistics, sources } from '@deepauc/datasets'
import { describeStatistics } from './describe-statistics.ts'
import { interruptSignal } from './interrupt-signal.ts'

export interface InspectSourceOptions {
  readonly root: string
  /** Of the reader. */
  readonly set: SourceOptions
  /** One JSON object instead of text. */
  readonly json: boolean
  /** Whether to look at images, for their sizes. */
  readonly images: boolean
}

/** @throws InterruptedError after Ctrl-C */
export async function inspectSource(
  name: string,
  { root, set, json, images }: InspectSourceOptions,
): Promise<void> {
  const source = await openSource(name, root, set)
  // From now on Ctrl-C must close the source, which may have unpacked files.
  const signal = interruptSignal('stopped')
  try {
    const statistics = await sourceStatistics(source, images ? {} : { looks: 0 })
    signal.throwIfAborted()
    if (json) console.log(JSON.stringify(statistics, undefined, 2))
    else console.log(`${sources[name]?.title} in ${root}\n\n${describeStatistics(statistics)}`)
  } finally {
    await source.close()
  }
}

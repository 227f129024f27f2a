/** Prepares a data set and shows how far it is. */
import { openSource, type PrepareOptions, prepare, type SourceOptions } from '@deepauc/datasets'
import { imageProgress } from './image-progress.ts'
import { interruptSignal } from './interrupt-signal.ts'

export interface PrepareSourceOptions extends Pick<PrepareOptions, 'size' | 'channels'> {
  readonly root: string
  /** The folder that is made. */
  readonly out: string
  /** Of the reader. */
  readonly set: SourceOptions
}

/** @throws InterruptedError after Ctrl-C */
export async function prepareSource(
  name: string,
  { root, out, set, ...shape }: PrepareSourceOptions,
): Promise<void> {
  const source = await openSource(name, root, set)
  // Not before: until something is written, Ctrl-C may end the process at once.
  const signal = interruptSignal('stopped; the same command goes on where this one was')
  const bar = imageProgress(process.stdout)
  try {
    await prepare(source, out, { ...shape, signal, onProgress: bar.show })
  } finally {
    bar.close()
    await source.close()
  }
  for (const note of source.notes) console.log(`Note: ${note}`)
  const counts = Object.entries(source.parts).map(([part, { count }]) => `${part} ${count}`)
  console.log(`Prepared in ${out}: ${counts.join(', ')}`)
}

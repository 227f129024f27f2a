/** `deepauc report --watch`. */
import { serveReport, watchFolder } from '@deepauc/report'
import { interruptSignal } from '../interrupt-signal.ts'
import { makeReport } from './make-report.ts'

/** Files whose change can change the report. */
const names = [
  'sweep.json',
  'result.json',
  'attempts.jsonl',
  'events.jsonl',
  'feature-measures.json',
]

/**
 * Serves the report on the loopback address until a signal comes.
 *
 * @throws DataError if no sweep was begun in the folder
 */
export async function watchReport(
  folder: string,
  { port, isJson }: { readonly port: number | undefined; readonly isJson: boolean },
): Promise<void> {
  await makeReport(folder)
  const signal = interruptSignal('stopped')
  const server = await serveReport({
    render: async () => (await makeReport(folder)).html,
    ...(port !== undefined && { port }),
    onError: (error) => console.error((error as Error).message),
  })
  const { url } = server
  const text = `${url} shows the report, and follows the sweep; Ctrl-C ends it`
  console.log(isJson ? JSON.stringify({ kind: 'serving', url }) : text)
  await watchFolder(folder, server.changed, { names, signal })
  await server.close()
}

/** A report on a server, as long as a check takes. */
import type { Browser } from 'playwright-core'
import { type SweepResults, sweepHtml, sweepReport } from '../../packages/report/src/index.ts'
import { type ReportServer, serveReport } from '../../packages/report/src/serve/serve-report.ts'

export interface Setting {
  readonly browser: Browser
  /** Empty, for its own use. */
  readonly folder: string
}

export async function serving(
  render: () => string,
  use: (server: ReportServer) => Promise<void>,
  port = 0,
): Promise<void> {
  const server = await serveReport({ render, port })
  try {
    await use(server)
  } finally {
    await server.close()
  }
}

export function htmlOf(results: SweepResults): string {
  return sweepHtml(sweepReport(results))
}

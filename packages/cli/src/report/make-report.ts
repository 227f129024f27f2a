/** From the folder of a sweep to its report, as things are now. */
import { collectSweep } from '@deepauc/experiments'
import { type SweepReport, type SweepResults, sweepHtml, sweepReport } from '@deepauc/report'
import { sweepResults } from './sweep-results.ts'

export interface MadeReport {
  readonly report: SweepReport
  readonly results: SweepResults
  readonly html: string
}

/**
 * It only reads, and may be called again and again while the sweep runs.
 *
 * @param folder of the sweep
 * @throws DataError if no sweep was begun there
 */
export async function makeReport(folder: string): Promise<MadeReport> {
  const results = sweepResults(await collectSweep(folder), folder)
  const report = sweepReport(results)
  return { report, results, html: sweepHtml(report) }
}

/** From the folder of a sweep to its report, as things are now. */
import { collectSweep } from '@deepauc/experiments'
import { type SweepReport, type SweepResults, sweepHtml, sweepReport } from '@deepauc/report'
import { knownMeasures } from './measured-run.ts'
import { type Measure, withFeatures } from './sweep-features.ts'
import { sweepResults } from './sweep-results.ts'

export interface MadeReport {
  readonly report: SweepReport
  readonly results: SweepResults
  readonly html: string
}

/**
 * It may be called again and again while the sweep runs.
 *
 * @param folder of the sweep
 * @param measure of the features of a run; default: it only reads, and takes what was measured before
 * @throws DataError if no sweep was begun there
 */
export async function makeReport(
  folder: string,
  measure: Measure = knownMeasures,
): Promise<MadeReport> {
  const sweep = await collectSweep(folder)
  const results = await withFeatures(sweep, sweepResults(sweep, folder), measure)
  const report = sweepReport(results)
  return { report, results, html: sweepHtml(report) }
}

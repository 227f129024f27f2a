/** Whether two networks differ on the test images: CT and each other method, seed by seed. */
import { holm } from '@deepauc/metrics'
import { formatInterval, pText, signed } from '../number-format.ts'
import { baselines } from '../sweep/methods.ts'
import { cellsOf, dataName, type Setting, settingsOf, sourceName } from '../sweep/settings.ts'
import type { Arm, SweepCell } from '../sweep/sweep-results.ts'
import { pairedTest } from '../sweep/test-interval.ts'
import { numberCell, numberColumns, type ReportTable, textCell } from './report-table.ts'
import type { RunIndex } from './run-index.ts'

const arms: readonly Arm[] = ['tuned', 'equal-seconds']

/** Nothing without a pair of runs that were tested on the same images. */
export function delongTable(cells: readonly SweepCell[], runs: RunIndex): ReportTable | undefined {
  const rows = arms.flatMap((arm) =>
    settingsOf(cells, [arm]).flatMap((setting) => linesOf(setting, arm, runs)),
  )
  if (rows.length === 0) return undefined
  return {
    name: 'delong-tests',
    caption: 'Paired DeLong tests on the test images, CT minus each method, for each seed',
    columns: [
      { title: 'Data', kind: 'head' },
      { title: 'Source', kind: 'head' },
      { title: 'Comparison', kind: 'label' },
      ...numberColumns('Seed', 'Difference', '95 % interval', 'p', 'p, Holm'),
    ],
    rows,
    notes: [
      'Whether two networks rank images like these differently; whether two methods do so with other seeds is what the tests paired by seed say. Holm: corrected for all tests of the same data and source. At the steps of the highest validation AUC.',
    ],
  }
}

function linesOf(setting: Setting, arm: Arm, runs: RunIndex) {
  const ct = cellsOf(setting, 'CT', arm)
  const tests = baselines.flatMap((method) => {
    const baseline = cellsOf(setting, method, arm)
    return ct.flatMap((ours) => {
      const other = baseline.find(({ seed }) => seed === ours.seed)
      const test = ours.result && other?.result && pairedTest(ours.result, other.result)
      return other && test ? [{ method, seed: ours.seed, ids: [ours.id, other.id], test }] : []
    })
  })
  const corrected = holm(tests.map(({ test: { pValue } }) => (Number.isNaN(pValue) ? 1 : pValue)))
  return tests.map(({ method, seed, ids, test }, i) => {
    const to = runs.refer(ids)
    const numbers = [
      String(seed),
      signed(test.difference),
      formatInterval(test.lower, test.upper).replaceAll('-', '−'),
      Number.isNaN(test.pValue) ? undefined : pText(test.pValue),
      pText(corrected[i] as number),
    ]
    return [
      textCell(dataName(setting)),
      textCell(sourceName(setting)),
      textCell(`CT − ${method}`),
      ...numbers.map((number) => numberCell(number, to)),
    ]
  })
}

/** Claims about the course of training and the features: C6, C11 to C14. */
import { signed } from '../number-format.ts'
import {
  comparePairs,
  compareRuns,
  type Evidence,
  type Measure,
  testRuns,
} from '../sweep/evidence.ts'
import { rateRuns } from '../sweep/rate-runs.ts'
import { cellsOf, dataName, type Setting, settingsOf, sourceName } from '../sweep/settings.ts'
import type { CellResult, MethodName, SweepCell } from '../sweep/sweep-results.ts'
import type { Judgement } from './claim.ts'
import { eachAlone, everywhere } from './decide.ts'
import { everywhereOver, evidenceOf, type Lead } from './leads.ts'

type Cells = readonly SweepCell[]

const endToEnd: readonly MethodName[] = ['CE', 'AUCsc', 'AUC-CE']

/** Judged by epochs; what the same runs say by steps, of which CT takes fewer in an epoch, stands beside it. */
export function convergesFaster(cells: Cells): Judgement {
  const judged = everywhereOver(shareSaved(cells, 'epochs'), endToEnd)
  const bySteps = shareSaved(cells, 'steps').map(evidenceOf)
  return { ...judged, evidence: [...judged.evidence, ...bySteps] }
}

/** The share of the epochs or steps of the slower run that the faster one saves, to a validation AUC that both reach. */
function shareSaved(cells: Cells, unit: 'epochs' | 'steps'): readonly Lead[] {
  return againstEndToEnd(cells, (ct, baseline, name) => [
    comparePairs(`share of ${unit} saved, ${name}`, ct, baseline, (mine, other) => {
      const [ours, theirs] = [toReach(mine, other, unit), toReach(other, mine, unit)]
      return ours === theirs ? 0 : (theirs - ours) / Math.max(ours, theirs)
    }),
  ])
}

/** What `a` takes until it has the lower of the two best validation AUCs; NaN if its curve does not tell. */
function toReach(a: CellResult, b: CellResult, unit: 'epochs' | 'steps'): number {
  const target = Math.min(highest(a), highest(b))
  const point = a.curve.find(({ validationAuc = Number.NaN }) => validationAuc >= target)
  return point?.[unit] ?? Number.NaN
}

function highest({ curve }: CellResult): number {
  return Math.max(...curve.map(({ validationAuc = Number.NEGATIVE_INFINITY }) => validationAuc))
}

export function learnsBetterFeatures(cells: Cells): Judgement {
  const measures = ['knnPurity', 'silhouette'] as const
  return everywhereOver(
    againstEndToEnd(cells, (ct, baseline, name) =>
      measures.map((measure) =>
        compareRuns(`${measure}, ${name}`, ct, baseline, ({ features }) => features?.[measure]),
      ),
    ),
    endToEnd,
  )
}

function againstEndToEnd(
  cells: Cells,
  compare: (ct: Cells, baseline: Cells, name: string) => readonly Evidence[],
): readonly Lead[] {
  return settingsOf(cells, ['tuned']).flatMap((setting) => {
    const ct = cellsOf(setting, 'CT', 'tuned')
    return endToEnd.flatMap((baseline) => {
      const others = cellsOf(setting, baseline, 'tuned')
      return compare(ct, others, `CT against ${baseline}, ${place(setting)}`)
        .filter(({ seeds }) => seeds.length > 0)
        .map((evidence) => ({ setting, baseline, evidence }))
    })
  })
}

/** Each run counts 1 if its terms move as the paper says, else −1. */
export function termsAlternate(cells: Cells): Judgement {
  return everywhere(
    settingsOf(cells, ['tuned'])
      .map((setting) =>
        testRuns(
          `runs that show it minus runs that do not, CT, ${place(setting)}`,
          cellsOf(setting, 'CT', 'tuned'),
          showsDynamics,
        ),
      )
      .filter(({ seeds }) => seeds.length > 0),
  )
}

const showsDynamics: Measure = ({ curve }) => {
  const terms = curve.flatMap(({ terms }) => (terms ? [terms] : []))
  const [first, last] = [terms[0], terms.at(-1)]
  if (!first || !last || terms.length < 3) return undefined
  const hasEnded = last.auc < 0.05 * first.auc
  const hasFallen = last.gradientNorm < Math.max(...terms.map((term) => term.gradientNorm))
  return hasEnded && hasFallen && terms.every(({ alignment }) => alignment >= 0) ? 1 : -1
}

/** The theorem's −0.5, and what a fit may miss of it. */
const slopeBound = -0.45

export function fallsAtTheRate(cells: Cells): Judgement {
  const runs = rateRuns(cells)
  const seeds = [...new Set(runs.map(({ cell }) => cell.seed))].sort((a, b) => a - b)
  const series = seeds.map((seed) => runs.filter(({ cell }) => cell.seed === seed))
  const fitted = series.filter((runs) => Number.isFinite(slope(runs)))
  if (fitted.length === 0) return eachAlone([])
  const representatives = fitted.map((runs) => runs[0]?.cell as SweepCell)
  const slopes = new Map(representatives.map(({ result }, i) => [result, slope(fitted[i] ?? [])]))
  const evidence = testRuns(
    `${signed(slopeBound)} minus the slope, small problem`,
    representatives,
    (result) => slopeBound - (slopes.get(result) ?? Number.NaN),
  )
  const judged = eachAlone([{ ...evidence, cells: fitted.flat().map(({ cell }) => cell.id) }])
  const own = `slope ${signed(slopeBound - evidence.mean)}, the theorem's is −0.5 and the tolerance 0.05`
  return { ...judged, reason: `${own}; ${judged.reason}` }
}

/** Least squares in logarithms; NaN for fewer than three numbers of steps. */
function slope(runs: ReturnType<typeof rateRuns>): number {
  const points = runs.map(({ steps, gradNormSquared }) => ({
    x: Math.log(steps),
    y: Math.log(gradNormSquared),
  }))
  if (new Set(points.map(({ x }) => x)).size < 3) return Number.NaN
  const centre = points.reduce((sum, { x }) => sum + x, 0) / points.length
  const square = points.reduce((sum, { x }) => sum + (x - centre) ** 2, 0)
  return points.reduce((sum, { x, y }) => sum + (x - centre) * y, 0) / square
}

/** How much better another value may be without 0.9 being a bad one. */
const tolerance = 0.005

export function averagingIsGood(cells: Cells): Judgement {
  return everywhere(
    settingsOf(cells, ['averaging-grid']).flatMap((setting) => {
      const values = [...new Set(setting.cells.map(averagingOf))]
      const at = (value: string) => setting.cells.filter((cell) => averagingOf(cell) === value)
      return values
        .filter((value) => value !== praised)
        .map((value) =>
          comparePairs(
            `${praised} − ${value} + ${tolerance}, ${place(setting)}`,
            at(praised),
            at(value),
            (good, other) => good.testAuc.best - other.testAuc.best + tolerance,
          ),
        )
    }),
  )
}

/** `'β = (0.9, 0.9)'`, of inner points and of gradients. */
function averagingOf({ averaging }: SweepCell): string {
  return `β = (${averaging?.inner}, ${averaging?.gradient})`
}

const praised = 'β = (0.9, 0.9)'

function place(setting: Setting): string {
  return `${dataName(setting)} (${sourceName(setting)})`
}

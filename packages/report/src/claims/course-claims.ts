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

type Cells = readonly SweepCell[]

const endToEnd: readonly MethodName[] = ['CE', 'AUCsc', 'AUC-CE']

/** The share of the epochs of the slower run that the faster one saves, to a validation AUC that both reach. */
export function convergesFaster(cells: Cells): Judgement {
  return everywhere(
    againstEndToEnd(cells, (ct, baseline, name) => [
      comparePairs(`share of epochs saved, ${name}`, ct, baseline, (mine, other) => {
        const [ours, theirs] = [epochsToReach(mine, other), epochsToReach(other, mine)]
        return ours === theirs ? 0 : (theirs - ours) / Math.max(ours, theirs)
      }),
    ]).filter(({ seeds }) => seeds.length > 0),
  )
}

/** Epochs of `a` until it has the lower of the two best validation AUCs; NaN without epochs in the curve. */
function epochsToReach(a: CellResult, b: CellResult): number {
  const target = Math.min(highest(a), highest(b))
  const point = a.curve.find(({ validationAuc = Number.NaN }) => validationAuc >= target)
  return point?.epochs ?? Number.NaN
}

function highest({ curve }: CellResult): number {
  return Math.max(...curve.map(({ validationAuc = Number.NEGATIVE_INFINITY }) => validationAuc))
}

export function learnsBetterFeatures(cells: Cells): Judgement {
  const measures = ['knnPurity', 'silhouette'] as const
  return everywhere(
    againstEndToEnd(cells, (ct, baseline, name) =>
      measures
        .map((measure) =>
          compareRuns(`${measure}, ${name}`, ct, baseline, ({ features }) => features?.[measure]),
        )
        .filter(({ seeds }) => seeds.length > 0),
    ),
  )
}

function againstEndToEnd(
  cells: Cells,
  compare: (ct: Cells, baseline: Cells, name: string) => readonly Evidence[],
): readonly Evidence[] {
  return settingsOf(cells, ['tuned']).flatMap((setting) => {
    const ct = cellsOf(setting, 'CT', 'tuned')
    return endToEnd.flatMap((method) => {
      const baseline = cellsOf(setting, method, 'tuned')
      if (ct.length === 0 || baseline.length === 0) return []
      return compare(ct, baseline, `CT against ${method}, ${place(setting)}`)
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
  return eachAlone([{ ...evidence, cells: fitted.flat().map(({ cell }) => cell.id) }])
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

/** The figures of a sweep's report, in their order. */
import { type ConvergenceAxis, convergenceCharts } from '../curves/convergence-charts.ts'
import { rateCharts } from '../curves/rate-chart.ts'
import { compared, termsCharts } from '../curves/terms-charts.ts'
import { rateRuns } from '../sweep/rate-runs.ts'
import { settingsOf } from '../sweep/settings.ts'
import type { SweepCell, SweepResults } from '../sweep/sweep-results.ts'
import type { RunIndex } from '../tables/run-index.ts'
import { type Figure, panelsOf } from './figure.ts'

type Results = Pick<SweepResults, 'cells' | 'features'>

/** Those for which anything was measured. */
export function sweepFigures(results: Results, runs: RunIndex): readonly Figure[] {
  return [
    ...featureFigures(results, runs),
    ...termsFigure(results, runs),
    ...convergenceFigure(results, runs),
    ...rateFigure(results, runs),
  ]
}

const spreadNote =
  'Lines: means over the seeds that are complete; bands: mean ± standard deviation over these seeds'

function featureFigures({ features = [] }: Results, runs: RunIndex): readonly Figure[] {
  return features.map(({ title, charts, caption, cells }) => ({
    title: `Features of training images, ${title} (Figures 1 and 3 of the paper)`,
    caption,
    groups: [{ title: 'Features', panels: panelsOf(charts) }],
    runs: runs.refer(cells),
  }))
}

function termsFigure(results: Results, runs: RunIndex): readonly Figure[] {
  const panels = panelsOf(termsCharts(results))
  if (panels.length === 0) return []
  const drawn = tuned(results).filter(({ method }) => compared.includes(method))
  return [
    {
      title: 'Terms of the decomposition (Figure 2 and appendix A.6 of the paper)',
      caption: `Along compositional training and along the linear combination (AUC-CE), on a part of the training images: the AUC loss L_AUC(w), the squared norm of the gradient ∇L_AVG(w) of the average loss, and the inner product of ∇L_AUC(w) and ∇L_AVG(w). Measured at the weights that are validated: of CT in the variant libauc, w after its inner and its outer step, and not the inner point u, unless the recipe evaluates there; batch normalisation is in evaluation mode, with its running statistics. The paper says that the first two fall in turn and that the third stays above zero. ${spreadNote}; the axis of the squared norm is logarithmic, its line and its band are those of the logarithms. Vertical axes need not start at zero.`,
      groups: [{ title: 'Terms', panels }],
      runs: refer(drawn, runs),
    },
  ]
}

const axes: readonly (readonly [ConvergenceAxis, string])[] = [
  ['epochs', 'By epochs'],
  ['steps', 'By steps'],
  ['gradientEvaluations', 'By gradient evaluations'],
  ['seconds', 'By training seconds'],
]

function convergenceFigure(results: Results, runs: RunIndex): readonly Figure[] {
  const groups = axes
    .map(([axis, title]) => ({ title, panels: panelsOf(convergenceCharts(results, axis)) }))
    .filter(({ panels }) => panels.length > 0)
  if (groups.length === 0) return []
  return [
    {
      title: 'Convergence (Figures 4 and 5 of the paper)',
      caption: `${spreadNote}. A step costs some methods more gradient evaluations than others; vertical axes need not start at zero.`,
      groups,
      runs: refer(tuned(results), runs),
    },
  ]
}

function rateFigure(results: Results, runs: RunIndex): readonly Figure[] {
  const panels = panelsOf(rateCharts(results))
  if (panels.length === 0) return []
  return [
    {
      title: 'Rate of convergence (Theorem 1 of the paper)',
      caption:
        'A small problem, trained for several numbers of steps T with rates and averaging weights of order 1/√T. Of each run the mean, over evaluations at equal distances, of the squared norm of the gradient of the compositional objective on the training images. Both axes are logarithmic; the theorem says that the mean falls at least as fast as the line.',
      groups: [{ title: 'Rate', panels }],
      runs: runs.refer(rateRuns(results.cells).map(({ cell }) => cell.id)),
    },
  ]
}

function tuned({ cells }: Results): readonly SweepCell[] {
  return settingsOf(cells, ['tuned']).flatMap((setting) =>
    setting.cells.filter(({ arms }) => arms.includes('tuned')),
  )
}

function refer(cells: readonly SweepCell[], runs: RunIndex): string {
  return runs.refer(cells.flatMap(({ id, result }) => (result ? [id] : [])))
}

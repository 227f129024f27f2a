/** What is left of a run when it is over. */
import type { EvaluationEvent } from '@deepauc/trainer'
import type { Measurements } from './measurements.ts'
import type { Recipe } from './recipe/recipe.ts'
import type { StartEvent } from './run-event.ts'

/** One evaluation of a run: what was spent until then, and how good the weights were. */
export interface CurvePoint {
  readonly steps: number
  readonly gradientEvaluations: number
  /** Of images / batch size gradient evaluations each. */
  readonly epochs?: number
  readonly seconds: number
  readonly trainingLoss: number
  readonly validationAuc: number
  readonly validationObjective: number
  /** Of a part of the training images, without augmentation. */
  readonly trainingAuc?: number
  readonly testAuc?: number
  /** Of the decomposition (equation 5), on a part of the training images. */
  readonly terms?: Terms
  /** `‖∇F(w)‖²` of CT's objective (Theorem 1), on a part of the training images. */
  readonly compositionalGradNormSquared?: number
}

interface Terms {
  /** `L_AUC(w)` */
  readonly auc: number
  /** `∇L_AUC(w)ᵀ∇L_AVG(w)` */
  readonly alignment: number
  /** `‖∇L_AVG(w)‖` */
  readonly gradientNorm: number
}

/** Test scores of the weights of one step. */
export interface Tested {
  readonly step: number
  readonly validationAuc: number
  /** Exact; of several labels the mean. */
  readonly testAuc: number
  /** DeLong's 95 % interval; absent for several labels. */
  readonly testInterval?: readonly [lower: number, upper: number]
}

/** What a run has reached: its curve, and the last and the best weights on validation and test images. */
export interface RunResult {
  /** Name of the recipe, or of its method. */
  readonly method: string
  readonly recipe: Recipe
  readonly curve: readonly CurvePoint[]
  /** Of the last step: `[n]`, or `[n, labels]` row by row. */
  readonly test: { readonly labels: Float32Array; readonly scores: Float32Array }
  /** Of the last step, which is what is compared with others. */
  readonly validationAuc: number
  readonly last: Tested
  /** Of the step with the highest validation AUC: test images have no part in the choice. */
  readonly best: Tested
  readonly gradientEvaluations: number
  readonly steps: number
  /** Seconds of training, without evaluation. */
  readonly seconds: number
}

/** The part of a result that is kept as JSON; scores lie beside it. */
export type ResultSummary = Omit<RunResult, 'test' | 'recipe'>

/** The evaluations in the log of a run, from its beginning. */
export function curveOf(log: readonly object[]): CurvePoint[] {
  const events = log as readonly (StartEvent | EvaluationEvent)[]
  const start = events.find((event) => event.kind === 'start')
  const evaluations = events.filter((event) => event.kind === 'evaluation')
  return evaluations.map(({ measured = {}, ...event }) => ({
    steps: event.step,
    gradientEvaluations: event.gradientEvaluations,
    ...(start?.batchesPerEpoch && {
      epochs: event.gradientEvaluations / start.batchesPerEpoch,
    }),
    seconds: event.seconds,
    trainingLoss: event.trainingLoss,
    validationAuc: event.validation.auc,
    validationObjective: event.validation.objective,
    ...measuredPart(measured as Partial<Measurements>),
  }))
}

type MeasuredKey = 'trainingAuc' | 'testAuc' | 'terms' | 'compositionalGradNormSquared'

function measuredPart({
  trainingAuc,
  testAuc,
  aucTerm,
  alignmentTerm,
  gradNormTerm,
  compositionalGradNormSquared,
}: Partial<Measurements>): Pick<CurvePoint, MeasuredKey> {
  return {
    ...(trainingAuc !== undefined && { trainingAuc }),
    ...(testAuc !== undefined && { testAuc }),
    ...(aucTerm !== undefined && {
      terms: { auc: aucTerm, alignment: alignmentTerm, gradientNorm: gradNormTerm } as Terms,
    }),
    ...(compositionalGradNormSquared !== undefined && { compositionalGradNormSquared }),
  }
}

/** Scores as `deepauc evaluate` reads them: one file, or one for each of several labels. */
export function scoreFiles(
  labelNames: readonly string[],
  labels: Float32Array,
  scores: Readonly<Record<'last' | 'best', Float32Array>>,
): { name: string; content: string }[] {
  const width = labelNames.length
  return labelNames.map((label, column) => {
    const rows = Array.from({ length: labels.length / width }, (_, row) => {
      const at = row * width + column
      return `${labels[at]},${scores.last[at]},${scores.best[at]}`
    })
    const suffix = width === 1 ? '' : `-${label.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`
    const known = rows.filter((row) => !row.startsWith('NaN'))
    return {
      name: `test-scores${suffix}.csv`,
      content: ['label,last,best', ...known, ''].join('\n'),
    }
  })
}

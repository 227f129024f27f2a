/** What a sweep has run, as plain data, so that any scheduler can fill it in. */
import type { Chart } from '../charts/render-chart.ts'
import type { CurvePoint } from '../comparison/run-result.ts'

/** The methods of the paper. `AUCsc` (Table 1) is AUC from scratch, `AUC` in Tables 4 and 5. */
export type MethodName = 'CE' | 'AUCsc' | 'AUC-CE' | 'TS-DRW' | 'TS-DEC' | 'CT'

/**
 * What a final run is compared as; a run can play several of these.
 * - `'tuned'`: the method with the settings that its grid has chosen (Tables 1 and 4; `S1 ≠ S2` of Table 2)
 * - `'same-batch'`: CT with one batch for both steps (`S1 = S2` of Table 2)
 * - `'one-step'`, `'one-step-unaveraged'`: CT with k = 1, with `innerAveraging` < 1 and = 1 (Table 2)
 * - `'equal-seconds'`: a budget of training seconds (Table 5)
 * - `'averaging-grid'`: CT with the `averaging` of a grid (claim C14)
 * - `'rate'`: a small problem for some number of steps, with `compositionalGradNormSquared` along its curve (claim C13)
 */
export type Arm =
  | 'tuned'
  | 'same-batch'
  | 'one-step'
  | 'one-step-unaveraged'
  | 'equal-seconds'
  | 'averaging-grid'
  | 'rate'

/** A place in the table of a study, and whether the run stands there or had a part in the choice of settings for it. */
export interface Place {
  readonly study: string
  readonly row: string
  readonly column: string
  readonly role: 'tuning' | 'final'
}

/** How long a run may last. */
export interface Budget {
  readonly unit: 'epochs' | 'steps' | 'gradientEvaluations' | 'seconds'
  readonly amount: number
}

/** One evaluation during training. */
export interface SweepPoint extends CurvePoint {
  readonly epochs?: number
  readonly trainingAuc?: number
  readonly testAuc?: number
  /** The terms of the decomposition (equation 5) on a fixed part of the training data. */
  readonly terms?: {
    /** `L_AUC(w)` */
    readonly auc: number
    /** `∇L_AUC(w)ᵀ∇L_AVG(w)` */
    readonly alignment: number
    /** `‖∇L_AVG(w)‖` */
    readonly gradientNorm: number
  }
  /** `‖∇F‖²` of CT's objective on a fixed part of the training data (Theorem 1). */
  readonly compositionalGradNormSquared?: number
}

/** What has come out of one run. */
export interface CellResult {
  /** Of the step whose validation AUC was highest. */
  readonly validationAuc: number
  /** Of the step whose validation AUC was highest, and of the last one. */
  readonly testAuc: { readonly best: number; readonly last: number }
  /** Of the best step; every method and seed on the same images in the same order. For DeLong's intervals. */
  readonly test?: { readonly labels: ArrayLike<number>; readonly scores: ArrayLike<number> }
  /** Training seconds. */
  readonly seconds: number
  readonly gradientEvaluations: number
  readonly curve: readonly SweepPoint[]
  /** How well the training features keep the classes apart, higher is better. */
  readonly features?: { readonly knnPurity: number; readonly silhouette: number }
}

/** One run, or what will be one. `waiting` is what nobody has begun or somebody has left, `lacking` what has no data. */
export interface SweepCell {
  /** Unique, such as the hash of all settings. */
  readonly id: string
  /** Repeats the run. */
  readonly command: string
  /** As the paper's tables name it, or any other name. */
  readonly dataset: string
  /** Positives / all training images; left out where there are several, as in CheXpert. */
  readonly imratio?: number
  readonly method: MethodName
  /** Name of the network, with what else it is made by. */
  readonly network: string
  /** Runs of equal seed have the same data, order and initial weights, and are compared in pairs. */
  readonly seed: number
  /** None for a run that is in no table of the paper. */
  readonly arms: readonly Arm[]
  readonly places: readonly Place[]
  /** What was chosen or tried. */
  readonly settings: Readonly<Record<string, string | number | boolean>>
  /** β0 and β1 of CT. */
  readonly averaging?: { readonly inner: number; readonly gradient: number }
  /** Name of the profile that the run is of. */
  readonly profile: string
  readonly budget: Budget
  readonly state: 'done' | 'running' | 'waiting' | 'failed' | 'diverged' | 'lacking'
  /** Left out until the run is done. */
  readonly result?: CellResult
  /** Its last words, if it failed; what is missing, if it lacks data. */
  readonly message?: string
  /** How far a run is that is not done. */
  readonly soFar?: { readonly gradientEvaluations: number; readonly validationAuc: number }
}

/** How the settings for one place were chosen. */
export interface Tuning extends Omit<Place, 'role'> {
  readonly method: MethodName
  readonly dataset: string
  readonly imratio?: number
  /** Name of the place whose chosen settings all of them begin with. */
  readonly from?: string
  /** All that were tried, by the mean validation AUC of their tuning runs. */
  readonly configurations: readonly Configuration[]
  /** Which of them; left out as long as tuning runs are missing. */
  readonly chosen?: number
  /** Why none of them can be chosen, where tuning is over without a choice. */
  readonly unchosen?: string
}

/** One setting of the grid that an arm is tuned in. */
export interface Configuration {
  readonly settings: SweepCell['settings']
  /** Left out as long as a run is missing, and for one configuration alone, which is not tried. */
  readonly validationAuc?: number
  /** Tuning runs. */
  readonly cells: readonly string[]
}

/** What a profile asks for. */
export interface StudyOutline {
  readonly name: string
  readonly description: string
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  /** In each place. */
  readonly seeds: number
  /** False if all of its runs stand in a table of the paper, or in that of Theorem 1. */
  readonly hasOwnTable: boolean
}

/** Figures 1 and 3 of the paper for one data set, as `featureCharts` makes them. */
export interface FeaturePicture {
  /** Name of the data set. */
  readonly title: string
  readonly charts: readonly Chart[]
  readonly caption: string
  /** Runs whose features are drawn. */
  readonly cells: readonly string[]
}

/** Everything that the report of a sweep is made from. */
export interface SweepResults {
  readonly title: string
  /** Repeats the sweep. */
  readonly command: string
  readonly commit?: string
  readonly machine: string
  readonly studies: readonly StudyOutline[]
  readonly cells: readonly SweepCell[]
  readonly tuning: readonly Tuning[]
  readonly features?: readonly FeaturePicture[]
}

/** What a sweep has run, as plain data, so that any scheduler can fill it in. */
import type { CurvePoint } from '../run-result.ts'

/** The methods of the paper. `AUCsc` (Table 1) is AUC from scratch, `AUC` in Tables 4 and 5. */
export type MethodName = 'CE' | 'AUCsc' | 'AUC-CE' | 'TS-DRW' | 'TS-DEC' | 'CT'

/**
 * What a final run is compared as; a run can play several of these.
 * - `'tuned'`: the method with the settings that its grid has chosen (Tables 1 and 4; `S1 ≠ S2` of Table 2)
 * - `'same-batch'`: CT with one batch for both steps (`S1 = S2` of Table 2)
 * - `'one-step'`, `'one-step-unaveraged'`: CT with k = 1, with `innerAveraging` < 1 and = 1 (Table 2)
 * - `'equal-seconds'`: a budget of training seconds (Table 5)
 * - `'averaging-grid'`: CT with the `settings` `innerAveraging` and `gradAveraging` of a grid (claim C14)
 * - `'rate'`: a small problem for some number of steps, with `gradientNormSquared` (claim C13)
 */
export type Arm =
  | 'tuned'
  | 'same-batch'
  | 'one-step'
  | 'one-step-unaveraged'
  | 'equal-seconds'
  | 'averaging-grid'
  | 'rate'

/** Size of the sweep that a number comes from. */
export type Profile = 'smoke' | 'laptop' | 'paper'

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
}

/** What has come out of one run. */
export interface CellResult {
  /** Of the step whose validation AUC was highest. */
  readonly validationAuc: number
  /** `best`: of the step whose validation AUC was highest. */
  readonly testAuc: { readonly best: number; readonly last: number }
  /** Of the best step; every method and seed on the same images in the same order. For DeLong's intervals. */
  readonly test?: { readonly labels: ArrayLike<number>; readonly scores: ArrayLike<number> }
  /** Training seconds. */
  readonly seconds: number
  readonly gradientEvaluations: number
  readonly curve: readonly SweepPoint[]
  /** How well the training features keep the classes apart, higher is better. */
  readonly features?: { readonly knnPurity: number; readonly silhouette: number }
  /** Mean over the steps of `‖∇F‖²`. */
  readonly gradientNormSquared?: number
}

/** One final run, or the place of one. */
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
  /** Runs of equal seed have the same data, order and initial weights, and are compared in pairs. */
  readonly seed: number
  readonly arms: readonly Arm[]
  readonly settings: Readonly<Record<string, string | number | boolean>>
  readonly profile: Profile
  readonly budget: Budget
  /** Left out until the run is complete. */
  readonly result?: CellResult
  /** Why there is no result, if it failed. */
  readonly failure?: string
}

/** How a method was tuned. */
export interface Tuning {
  readonly method: MethodName
  readonly dataset: string
  readonly imratio?: number
  /** How many settings were tried on validation AUC. */
  readonly configurations: number
  readonly chosen: Readonly<Record<string, string | number | boolean>>
}

/** Everything that the report of a sweep is made from. */
export interface SweepResults {
  readonly title: string
  /** Repeats the sweep. */
  readonly command: string
  readonly commit?: string
  readonly machine: string
  readonly cells: readonly SweepCell[]
  readonly tuning?: readonly Tuning[]
}

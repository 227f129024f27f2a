/** What a report is made from: plain data, so that any training loop can fill it in. */

/** One evaluation during training. */
export interface CurvePoint {
  /** Batches that have gone forward and backward so far: the budget that all methods share. */
  readonly gradientEvaluations: number
  readonly steps: number
  /** Training seconds so far, without evaluation. */
  readonly seconds: number
  readonly trainingLoss: number
  readonly validationAuc?: number
  /** Closed-form AUC-margin objective on the validation images, ≥ 0. */
  readonly validationObjective?: number
}

/** One trained network. */
export interface MethodResult {
  /** Short name for tables and legends, for example `'CT'`. */
  readonly method: string
  readonly curve: readonly CurvePoint[]
  /** Labels (1 = positive, 0 = negative) and scores `[n]`; every method scores the same images in the same order. */
  readonly test: { readonly labels: ArrayLike<number>; readonly scores: ArrayLike<number> }
  /** Validation AUC of the weights that were tested. */
  readonly validationAuc: number
  readonly gradientEvaluations: number
  readonly steps: number
  /** Training seconds. */
  readonly seconds: number
}

/** The class sizes of one part of the data, for example `'training'`. */
export interface DataPart {
  readonly part: string
  readonly positives: number
  readonly negatives: number
}

/** Everything that the page shows. */
export interface ReportInput {
  readonly title: string
  /** For example `'Shirt against T-shirt, Pullover, Dress, Coat; 10 % positives'`. */
  readonly task: string
  /** The command that repeats the run. */
  readonly command: string
  readonly commit?: string
  /** ISO 8601. */
  readonly date: string
  readonly machine: string
  readonly backend: string
  readonly settings: Readonly<Record<string, string | number>>
  readonly data: readonly DataPart[]
  /** Contact sheets of training images, as PNG files. */
  readonly pictures?: { readonly positives: Uint8Array; readonly negatives: Uint8Array }
  readonly methods: readonly MethodResult[]
}

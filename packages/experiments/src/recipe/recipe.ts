/** What a recipe says once it is read: paths resolved, other recipes merged in, defaults filled in. */
import type { Augmentation } from '@deepauc/datasets'
import type { EfficientNetOptions, MlpOptions, NetworkOptions, smallCnn } from '@deepauc/models'
import type {
  AucCeOptions,
  AucScOptions,
  CompositionalOptions,
  CrossEntropyOptions,
  TsDecOptions,
} from '@deepauc/trainer'
import type { PlainNetwork } from './plain-networks.ts'

/** One training: data, network, method and budget. Where it is written and how it is shown is not part of it. */
export interface Recipe {
  readonly name?: string
  /** Recipes that this one changes; `readRecipe` merges them in and leaves this out. */
  readonly extends?: string | readonly string[]
  readonly data: DataRecipe
  readonly augmentation: Augmentation
  readonly network: NetworkRecipe
  readonly method: MethodRecipe
  readonly training: TrainingRecipe
}

/** Exactly one of `binarize` and `findings` is there, and at most one of `root` and `prepared`. */
export interface DataRecipe {
  /** A name of `sources`, or `sample`. */
  readonly source: string
  readonly root?: string
  readonly prepared?: string
  /** As written; `openSource` takes text. */
  readonly options?: Readonly<Record<string, string | number>>
  readonly size?: number
  readonly channels?: 1 | 3
  readonly binarize?: 'halves' | BinaryClasses
  readonly findings?: readonly string[]
  readonly imratio: number | 'as-is'
  readonly validation: 'source' | HeldOut
}

interface BinaryClasses {
  readonly positive: readonly string[]
  readonly negative?: readonly string[]
}

interface HeldOut {
  readonly fraction: number
  readonly by: 'image' | 'patient'
}

interface WithWeights {
  readonly weights?: string
}

/** Key `network`: which one, and its own options. */
export type NetworkRecipe = WithWeights &
  (
    | { readonly name: PlainNetwork }
    | ({ readonly name: 'efficientnet-v2-s' } & Omit<EfficientNetOptions, keyof NetworkOptions>)
    | ({ readonly name: 'small-cnn' } & Pick<Parameters<typeof smallCnn>[0], 'width'>)
    | ({ readonly name: 'mlp' } & Pick<MlpOptions, 'hidden'>)
  )

/** The options of `@deepauc/trainer`'s methods, as far as a file can hold them; `loss.margin` is the one margin. */
export type MethodRecipe =
  | ({ readonly name: 'CE' } & CeRecipe)
  | ({ readonly name: 'AUCsc' } & AucScRecipe)
  | ({ readonly name: 'AUC-CE' } & AucCeRecipe)
  | ({ readonly name: 'TS-DRW' } & TwoStageRecipe)
  | ({ readonly name: 'TS-DEC' } & TwoStageRecipe & Pick<TsDecOptions, 'epochs'>)
  | ({ readonly name: 'CT' } & CtRecipe)

export type CeRecipe = Plain<CrossEntropyOptions>
export type AucScRecipe = Omit<Plain<AucScOptions>, 'margin'>
export type AucCeRecipe = Omit<Plain<AucCeOptions>, 'margin'>
export type CtRecipe = Omit<Plain<CompositionalOptions>, 'margin'>

export interface TwoStageRecipe {
  readonly first: CeRecipe
  readonly second: AucScRecipe
}

/** Key `training`: batches, budget, schedule, evaluations and checkpoints. `recipe.schema.json` has the ranges. */
export interface TrainingRecipe {
  readonly seed: number
  readonly batchSize: number
  readonly positiveRate: number
  readonly budget: BudgetRecipe
  readonly schedule: { readonly drops: readonly number[]; readonly factor: number }
  readonly evaluations: number
  readonly accumulate: number
  readonly precision: 'float32' | 'bfloat16' | 'float16'
  readonly measure?: MeasureRecipe
  readonly checkpoint: { readonly everySteps?: number; readonly keep: number }
  readonly workers?: number
}

/** At every evaluation, besides the validation part. */
export interface MeasureRecipe {
  readonly trainingImages?: number
  readonly test?: boolean
  readonly termImages?: number
  readonly objectiveImages?: number
}

/** Exactly one of these is there. */
export interface BudgetRecipe {
  readonly gradientEvaluations?: number
  readonly epochs?: number
  readonly steps?: number
  readonly seconds?: number
}

/** Options without those that are functions. */
type Plain<Options> = {
  readonly [Name in keyof Options as NonNullable<Options[Name]> extends AnyFunction
    ? never
    : Name]: Exclude<Options[Name], AnyFunction>
}

type AnyFunction = (...args: never) => unknown

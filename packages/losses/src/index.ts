export { type AucCrossEntropyOptions, aucCrossEntropy } from './auc-cross-entropy.ts'
export { aucMargin } from './auc-margin.ts'
export { type AucMarginObjectiveOptions, aucMarginObjective } from './auc-margin-objective.ts'
export type { AucMarginOptions, AucVariables } from './auc-saddle.ts'
export { aucSquare } from './auc-square.ts'
export { aucSquareObjective } from './auc-square-objective.ts'
export { assertBinaryLabels, assertBothClasses } from './check-labels.ts'
export { effectiveNumberWeights, inverseFrequencyWeights } from './class-weights.ts'
export { type CrossEntropyOptions, crossEntropy } from './cross-entropy.ts'
export {
  type Decomposition,
  type DecompositionOptions,
  type DecompositionProblem,
  decomposition,
} from './decomposition.ts'
export { type FocalLossOptions, focalLoss, softmaxFocalLoss } from './focal-loss.ts'
export type { ClassWeights } from './label-losses.ts'
export { type LdamOptions, ldamLoss, ldamMargins } from './ldam-loss.ts'
export { type PairwiseAucOptions, pairwiseAuc } from './pairwise-auc.ts'
export { type PartialAucCvarOptions, partialAucCvar } from './partial-auc-cvar.ts'
export { type PartialAucKlDroOptions, partialAucKlDro } from './partial-auc-kl-dro.ts'
export type { Prior } from './prior-weights.ts'
export { type ScoreTransform, transformScores } from './score-transform.ts'
export { softmaxCrossEntropy } from './softmax-cross-entropy.ts'
export type { MonotoneSurrogate, Surrogate } from './surrogate.ts'

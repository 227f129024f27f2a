export { type AccuracyOptions, accuracy, balancedAccuracy } from './accuracy.ts'
export { type AveragePrecisionOptions, averagePrecision } from './average-precision.ts'
export type { BootstrapInterval, BootstrapOptions } from './bootstrap.ts'
export {
  type BootstrapIntervalOptions,
  bootstrapDifference,
  bootstrapInterval,
} from './bootstrap-interval.ts'
export {
  type DelongInterval,
  type DelongIntervalOptions,
  delongInterval,
} from './delong-interval.ts'
export { type DelongTest, type DelongTestOptions, delongTest } from './delong-test.ts'
export { holm } from './holm.ts'
export {
  type MeanOverLabels,
  type MeanOverLabelsOptions,
  meanOverLabels,
} from './mean-over-labels.ts'
export { type PartialRocAucOptions, partialRocAuc, type RateRange } from './partial-roc-auc.ts'
export {
  type PrecisionRecallCurve,
  type PrecisionRecallCurveOptions,
  precisionRecallCurve,
} from './precision-recall-curve.ts'
export { type RocAucOptions, rocAuc } from './roc-auc.ts'
export { type RocCurve, type RocCurveOptions, rocCurve } from './roc-curve.ts'

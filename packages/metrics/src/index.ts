export {
  type DelongInterval,
  type DelongIntervalOptions,
  delongInterval,
} from './delong-interval.ts'
export { type DelongTest, type DelongTestOptions, delongTest } from './delong-test.ts'
export { type RocAucOptions, rocAuc } from './roc-auc.ts'
export { type RocCurve, type RocCurveOptions, rocCurve } from './roc-curve.ts'

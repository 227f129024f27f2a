export { type AdamOptions, type AdamState, adam, adamW } from './adam.ts'
export type { AdamMomentOptions, AdamMoments } from './adam-step.ts'
export type { DirectionOptions } from './direction.ts'
export type { DualOptions } from './dual-step.ts'
export { withEvaluationWeights } from './evaluation-weights.ts'
export { namedVariables, restoreVariables } from './named-variables.ts'
export type {
  AucState,
  LossFunction,
  Optimizer,
  OptimizerState,
  Problem,
  StepLosses,
} from './optimizer.ts'
export { type PdscaState, pdsca } from './pdsca.ts'
export type { PdscaOptions } from './pdsca-settings.ts'
export { type PesgOptions, type PesgState, pesg } from './pesg.ts'
export { type PaperPresets, type Preset, type PublishedTraining, presets } from './presets.ts'
export { type ProximalOptions, type ProximalState, updateReference } from './proximal.ts'
export { setLearningRates, stepDecay } from './schedule.ts'
export type { Scaling, ScalingOptions, SecondMoments } from './second-moment.ts'
export { type SgdOptions, type SgdState, sgd } from './sgd.ts'
export type { Tensors, Variables } from './variables.ts'
export { decayWeightsOnly, type WeightDecay } from './weight-decay.ts'

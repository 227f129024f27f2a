export { type BatchNormTrainingOptions, batchNormTraining } from './batch-norm-training.ts'
export {
  averagePooled,
  defineModel,
  type FeatureExtractor,
  type Head,
} from './define-model.ts'
export {
  constant,
  type Initializer,
  kaimingNormal,
  normal,
  uniform,
  xavierNormal,
} from './initializers.ts'
export { basicBlock } from './layers/basic-block.ts'
export { batchNorm } from './layers/batch-norm.ts'
export { type Conv2dOptions, conv2d } from './layers/conv2d.ts'
export { depthwiseConv2d } from './layers/depthwise-conv2d.ts'
export { dropout, stochasticResidual } from './layers/dropout.ts'
export { globalAveragePool } from './layers/global-average-pool.ts'
export { type Layer, relu, sequential } from './layers/layer.ts'
export { type LinearOptions, linear } from './layers/linear.ts'
export { averagePool, maxPool } from './layers/pooling.ts'
export { silu } from './layers/silu.ts'
export { squeezeExcite } from './layers/squeeze-excite.ts'
export { fromLayersModel } from './layers-model/from-layers-model.ts'
export type { KerasLayer, LayersModelLike, LayerWeight } from './layers-model/layer.ts'
export type { ApplyMode, Classifier, Model, NetworkOptions } from './model.ts'
export { densenet121 } from './networks/densenet121.ts'
export { type EfficientNetOptions, efficientNetV2S } from './networks/efficientnet-v2-s.ts'
export { type MlpOptions, mlp } from './networks/mlp.ts'
export { resnet20, resnet32, resnet44, resnet56 } from './networks/resnet-cifar.ts'
export { smallCnn } from './networks/small-cnn.ts'
export type { LoadReport, LoadStateDictOptions } from './state-dict/load-report.ts'
export { loadStateDict } from './state-dict/load-state-dict.ts'
export { loadSafetensors, saveSafetensors } from './state-dict/safetensors.ts'
export { stateDict } from './state-dict/state-dict.ts'
export type { Weights } from './weights.ts'

export { DivergedError } from './diverged-error.ts'
export { type Evaluation, evaluate } from './evaluate.ts'
export type { EvaluationEvent, StepEvent, TrainingEvent } from './events.ts'
export type {
  BatchTensors,
  Loss,
  Method,
  MethodContext,
  RunBudget,
  Sampling,
  Schedule,
  Stage,
} from './method.ts'
export { type AucCeOptions, aucCe } from './methods/auc-ce.ts'
export { type AucScOptions, aucSc } from './methods/auc-sc.ts'
export { type CrossEntropyOptions, ce } from './methods/ce.ts'
export { type CompositionalOptions, ct } from './methods/ct.ts'
export { type TsDecOptions, tsDec } from './methods/ts-dec.ts'
export { type TsDrwOptions, tsDrw } from './methods/ts-drw.ts'
export { type PlannedStage, type TrainingPlan, trainingPlan } from './plan.ts'
export type { Batch, BatchSource, Compiler, Predictor, TrainableModel } from './structures.ts'
export { type TrainOptions, train } from './train.ts'

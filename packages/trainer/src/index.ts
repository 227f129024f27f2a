export type {
  Checkpoint,
  CheckpointStore,
  SavedTensor,
  SavedTensors,
} from './checkpoint.ts'
export { writeVariables } from './checkpoint.ts'
export { CheckpointError } from './checkpoint-error.ts'
export {
  type CheckpointFolder,
  type CheckpointFolderOptions,
  checkpointFolder,
  type FileSystem,
  type LoadedCheckpoint,
} from './checkpoint-folder.ts'
export { DivergedError, type DivergedOptions } from './diverged-error.ts'
export { type EvaluateOptions, type Evaluation, evaluate } from './evaluate.ts'
export type { CheckpointEvent, EvaluationEvent, StepEvent, TrainingEvent } from './events.ts'
export type {
  BatchProblem,
  BatchTensors,
  Loss,
  Method,
  MethodContext,
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
export {
  type Budget,
  type PlannedStage,
  type PlanOptions,
  type Spent,
  type TrainingPlan,
  trainingPlan,
} from './plan.ts'
export { type Predictions, predictAll } from './predict-all.ts'
export type { RunProgress } from './progress.ts'
export type { Batch, BatchSource, Compiler, Predictor, TrainableModel } from './structures.ts'
export { type Measure, type TrainingResult, type TrainOptions, train } from './train.ts'

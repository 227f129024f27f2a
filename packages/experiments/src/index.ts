export {
  type ComparisonOptions,
  comparisonRecipes,
  methodNames,
} from './comparison-recipes.ts'
export { type Environment, environment } from './environment.ts'
export type { RunFeatures } from './features/feature-file.ts'
export { type RunFeaturesOptions, runFeatures } from './features/run-features.ts'
export { type EventLog, type EventLogOptions, openEventLog, readEventLog } from './log/event-log.ts'
export { metricsText } from './log/metrics-text.ts'
export { type MlflowLogger, type MlflowOptions, mlflowLogger } from './log/mlflow.ts'
export type { ScalarLogger, ScalarPoint } from './log/scalar-logger.ts'
export { scalarsOf } from './log/scalars-of.ts'
export { type TensorBoardOptions, tensorBoardLogger } from './log/tensorboard.ts'
export { makeNetwork, type NetworkNeeds, networkNames } from './make-network.ts'
export { openTask, type Task } from './open-task.ts'
export { recipeHash, resolvedRecipe } from './recipe/identity.ts'
export { recipeJsonSchema } from './recipe/json-schema.ts'
export { parseRecipe } from './recipe/parse-recipe.ts'
export { presetNames } from './recipe/presets.ts'
export { type ReadRecipeOptions, readRecipe } from './recipe/read-recipe.ts'
export type {
  DataRecipe,
  MethodRecipe,
  NetworkRecipe,
  Recipe,
  TrainingRecipe,
} from './recipe/recipe.ts'
export { RecipeError, type RecipeProblem } from './recipe/recipe-error.ts'
export { recipeSchema } from './recipe/schema.ts'
export type { EndEvent, RunEvent, StartEvent } from './run-event.ts'
export { runName } from './run-name.ts'
export { type RunRecipeOptions, runRecipe } from './run-recipe.ts'
export type { CurvePoint, ResultSummary, RunResult, Tested } from './run-result.ts'
export { evaluationSource } from './run-sources.ts'
export { samplePictures } from './sample-pictures.ts'
export { type SessionCompiler, sessionCompiler } from './session-compiler.ts'
export type { Cell, CellUse } from './sweep/cell.ts'
export { type CellStatus, isOver } from './sweep/cell-status.ts'
export { type CollectedCell, type CollectedSweep, collectSweep } from './sweep/collect-sweep.ts'
export { endWithParent } from './sweep/end-with-parent.ts'
export type { KubernetesManifest } from './sweep/kubernetes/kubernetes-manifest.ts'
export {
  type KubernetesManifests,
  kubernetesManifests,
  writeKubernetesManifests,
} from './sweep/kubernetes/kubernetes-manifests.ts'
export type { KubernetesOptions, WorkerPlace } from './sweep/kubernetes/kubernetes-options.ts'
export { planCells } from './sweep/plan-cells.ts'
export { beginSweep, planSweep, type SweepOptions } from './sweep/plan-sweep.ts'
export { armName, type Profile } from './sweep/profile.ts'
export { profileNames, readProfile } from './sweep/read-profile.ts'
export { type RunSweepOptions, runSweep } from './sweep/run-sweep.ts'
export {
  runSlurmTask,
  type SlurmTaskEnd,
  type SlurmTaskOptions,
} from './sweep/slurm/run-slurm-task.ts'
export type { SlurmJobs } from './sweep/slurm/slurm-jobs.ts'
export {
  continueSlurm,
  type SlurmSubmission,
  type SubmitOptions,
  submitSlurm,
  writeSlurmJobs,
} from './sweep/slurm/submit-slurm.ts'
export type { CellPlace } from './sweep/start-cell.ts'
export type { SweepEvent, SweepProgress } from './sweep/sweep-event.ts'
export type { DataFolders, Selection, SweepPlan, SweepRequest } from './sweep/sweep-plan.ts'
export { type SweepStatus, sweepStatus } from './sweep/sweep-status.ts'
export { writeWhole } from './write-whole.ts'

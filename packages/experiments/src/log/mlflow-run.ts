/** Begins or resumes a run on an MLflow server. */
import type { MlflowClient } from './mlflow-client.ts'

export interface MlflowRunOptions {
  /** The experiment's name; it is made if it is missing. */
  readonly experiment: string
  readonly runName?: string
  /** Resumes this run instead of beginning one. */
  readonly runId?: string
}

export interface MlflowRun {
  readonly id: string
  /** The last step that each metric has on the server. */
  readonly lastSteps: ReadonlyMap<string, number>
}

/** @throws MlflowError */
export async function beginMlflowRun(
  client: MlflowClient,
  { experiment, runName, runId }: MlflowRunOptions,
): Promise<MlflowRun> {
  if (runId !== undefined) {
    const lastSteps = await client.lastSteps(runId)
    await client.updateRun({ run_id: runId, status: 'RUNNING' })
    return { id: runId, lastSteps }
  }
  const id = await client.createRun({
    experiment_id: await client.experiment(experiment),
    run_name: runName,
    start_time: Date.now(),
  })
  return { id, lastSteps: new Map() }
}

/** The part of MLflow's REST API 2.0 that a run needs. */
import { MlflowError, type MlflowServer, mlflowRequest } from './mlflow-request.ts'

export interface MlflowMetric {
  readonly key: string
  /** JSON of protocol buffers: numbers that JSON has not are strings. */
  readonly value: number | 'NaN' | 'Infinity' | '-Infinity'
  /** Milliseconds since 1970. */
  readonly timestamp: number
  readonly step: number
}

interface MlflowEntry {
  readonly key: string
  readonly value: string
}

/** Any of the three; together at most what a request may hold. */
export interface MlflowBatch {
  readonly metrics?: readonly MlflowMetric[]
  readonly params?: readonly MlflowEntry[]
  readonly tags?: readonly MlflowEntry[]
}

/** How a run ended, or that it goes on. */
export type MlflowStatus = 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED'

/** Every call rejects with an {@link MlflowError}. */
export interface MlflowClient {
  /** The id of the experiment with this name, which is made if it is missing. */
  experiment(name: string): Promise<string>
  /** Starts a run and returns its id. */
  createRun(run: {
    readonly experiment_id: string
    readonly run_name?: string | undefined
    readonly start_time: number
  }): Promise<string>
  updateRun(update: {
    readonly run_id: string
    readonly status: MlflowStatus
    readonly end_time?: number
  }): Promise<void>
  /** The last step that each metric of a run has. */
  lastSteps(run: string): Promise<Map<string, number>>
  logBatch(run: string, batch: MlflowBatch): Promise<void>
}

export function mlflowClient(server: MlflowServer): MlflowClient {
  return {
    experiment: (name) => findOrMakeExperiment(server, name),
    async createRun(run) {
      type Answer = { run: { info: { run_id: string } } }
      return (await mlflowRequest<Answer>(server, 'runs/create', run)).run.info.run_id
    },
    async updateRun(update) {
      await mlflowRequest(server, 'runs/update', update)
    },
    async lastSteps(run) {
      type Answer = { run: { data: { metrics?: MlflowMetric[] } } }
      const query = new URLSearchParams({ run_id: run })
      const { data } = (await mlflowRequest<Answer>(server, `runs/get?${query}`)).run
      return new Map(data.metrics?.map(({ key, step }) => [key, Number(step ?? 0)]))
    },
    async logBatch(run, batch) {
      await mlflowRequest(server, 'runs/log-batch', { run_id: run, ...batch })
    },
  }
}

async function findOrMakeExperiment(server: MlflowServer, name: string): Promise<string> {
  const found = await findExperiment(server, name)
  if (found !== undefined) return found
  try {
    type Answer = { experiment_id: string }
    return (await mlflowRequest<Answer>(server, 'experiments/create', { name })).experiment_id
  } catch (error) {
    // Another run may have been faster.
    const made = hasCode(error, 'RESOURCE_ALREADY_EXISTS') && (await findExperiment(server, name))
    if (made) return made
    throw error
  }
}

async function findExperiment(server: MlflowServer, name: string): Promise<string | undefined> {
  type Answer = { experiment: { experiment_id: string } }
  const query = new URLSearchParams({ experiment_name: name })
  try {
    const path = `experiments/get-by-name?${query}`
    return (await mlflowRequest<Answer>(server, path)).experiment.experiment_id
  } catch (error) {
    if (hasCode(error, 'RESOURCE_DOES_NOT_EXIST')) return undefined
    throw error
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof MlflowError && error.code === code
}

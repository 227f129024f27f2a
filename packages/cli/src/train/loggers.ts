/** Trackers that get the numbers of a run while it goes on. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  type MlflowLogger,
  mlflowLogger,
  type Recipe,
  readEventLog,
  type ScalarLogger,
  type ScalarPoint,
  type StartEvent,
  scalarsOf,
  tensorBoardLogger,
  writeWhole,
} from '@deepauc/experiments'
import type { TrainingEvent } from '@deepauc/trainer'
import { readJson } from './comparison-file.ts'
import { flatten } from './flatten.ts'

export interface LoggerOptions {
  readonly tensorboard?: boolean
  /** Address of the server. */
  readonly mlflow?: string
  readonly mlflowExperiment?: string
}

export interface RunLoggers {
  /** For `runRecipe`. */
  readonly loggers: readonly ScalarLogger[]
  /** Opens what was asked for; a run that is over never begins. */
  begin(start: StartEvent): void
  /** @throws Error that says what could not be delivered */
  close(status: 'FINISHED' | 'FAILED' | 'KILLED'): Promise<void>
}

/** @param folder of the run */
export function runLoggers(
  recipe: Recipe,
  folder: string,
  { tensorboard = false, mlflow, mlflowExperiment = 'deepauc' }: LoggerOptions,
): RunLoggers {
  let board: ScalarLogger | undefined
  let server: MlflowLogger | undefined
  const log = (point: ScalarPoint) => {
    board?.log(point)
    server?.log(point)
  }
  return {
    loggers: [{ log, close: async () => {} }],
    begin({ from }) {
      const overtakenFrom = from === undefined ? 0 : from + 1
      if (tensorboard) board = tensorBoardLogger(folder, { overtakenFrom })
      if (mlflow === undefined) return
      server = openServer(recipe, folder, { trackingUri: mlflow, experiment: mlflowExperiment })
      for (const point of loggedPoints(folder)) server.log(point)
    },
    async close(status) {
      await board?.close()
      await server?.close(status)
    },
  }
}

interface ServerPlace {
  readonly trackingUri: string
  readonly experiment: string
}

/** The run on the server is known by a file in the folder, so that a resumed one stays one curve. */
function openServer(recipe: Recipe, folder: string, place: ServerPlace): MlflowLogger {
  const file = join(folder, 'mlflow.json')
  const before = existsSync(file) ? readJson<ServerPlace & { runId: string }>(file) : undefined
  const isSame = before?.trackingUri === place.trackingUri && before.experiment === place.experiment
  return mlflowLogger({
    ...place,
    runName: recipe.name ?? recipe.method.name,
    ...(isSame && { runId: before.runId }),
    params: flatten(recipe),
    closeSeconds: 15,
    onRun: (runId) =>
      writeWhole(
        join(folder, 'mlflow.json'),
        `${JSON.stringify({ ...place, runId }, undefined, 2)}\n`,
      ),
  })
}

/** What happened before this process; the server takes what it has not got. */
function loggedPoints(folder: string): ScalarPoint[] {
  const events = readEventLog(join(folder, 'events.jsonl')) as unknown as (TrainingEvent & {
    readonly time: number
  })[]
  return events
    .map((event) => ({ step: event.step, time: event.time, scalars: scalarsOf(event) }))
    .filter(({ scalars }) => Object.keys(scalars).length > 0)
}

/** Passes the events of a training on, and writes them down. */
import { DivergedError, type TrainingEvent, type TrainingResult } from '@deepauc/trainer'
import type { EventLog } from './log/event-log.ts'
import type { ScalarLogger } from './log/scalar-logger.ts'
import { scalarsOf } from './log/scalars-of.ts'

/** Every event is in the log before anybody hears of it. A training that diverges leaves its step and its images there. */
export async function* logged(
  training: AsyncGenerator<TrainingEvent, TrainingResult, void>,
  name: string,
  log: EventLog,
  loggers: readonly ScalarLogger[],
): AsyncGenerator<TrainingEvent & { readonly method: string }, TrainingResult, void> {
  const write = (event: object) => log.append({ method: name, ...event, time: Date.now() })
  try {
    for (;;) {
      const { done, value: event } = await training.next().catch(writeDivergence(write))
      if (done) return event
      write(event)
      tellLoggers(loggers, event)
      yield { method: name, ...event }
    }
  } finally {
    // Frees what a training holds that is left before its end.
    await training.return(undefined as never)
  }
}

function writeDivergence(write: (event: object) => void): (error: unknown) => never {
  return (error) => {
    if (error instanceof DivergedError) {
      const { step, indices, checkpoint } = error
      write({ kind: 'diverged', step, indices, ...(checkpoint && { checkpoint }) })
    }
    throw error
  }
}

function tellLoggers(loggers: readonly ScalarLogger[], event: TrainingEvent): void {
  const scalars = scalarsOf(event)
  if (Object.keys(scalars).length === 0) return
  for (const logger of loggers) logger.log({ step: event.step, time: Date.now(), scalars })
}

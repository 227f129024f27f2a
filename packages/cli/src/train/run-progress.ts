/** Where one run stands, from its events. */
import type { RunEvent, StartEvent } from '@deepauc/experiments'
import { showBytes, showSeconds } from '../show-size.ts'
import { stepRate } from './step-rate.ts'

export interface RunProgress {
  readonly method: string
  /** In steps, or in seconds of training where the clock decides. */
  readonly total: number
  readonly done: number
  /** Rate, time left, loss and so on. */
  readonly text: string
}

interface Seen {
  readonly step: number
  readonly seconds: number
  readonly loss?: number
  /** Of the last evaluation. */
  readonly validation?: { readonly auc: number; readonly objective: number }
}

/**
 * Follows one run from its start.
 *
 * @returns takes every later event, and tells what is known then
 */
export function followRun({
  method,
  from,
  steps,
  seconds: budget,
}: StartEvent & { readonly method: string }): (event?: RunEvent) => RunProgress {
  const rate = stepRate(from === undefined ? { step: 0, seconds: 0 } : undefined)
  let seen: Seen = { step: from ?? 0, seconds: 0 }
  return (event) => {
    if (event) {
      seen = { ...seen, ...newsOf(event) }
      rate.take(seen.step, seen.seconds)
    }
    const { step, seconds } = seen
    const pace = rate.secondsPerStep()
    const text = [...speed(pace, pace && left(pace)), ...quality(seen), rss()].join(', ')
    const [done, total] = budget === undefined ? [step, steps ?? step] : [seconds, budget]
    return { method, total, done: Math.min(done, total), text }
  }

  function left(pace: number): number {
    const { step, seconds } = seen
    return budget === undefined ? ((steps ?? step) - step) * pace : budget - seconds
  }
}

function newsOf(event: RunEvent): Partial<Seen> {
  if (event.kind === 'step') {
    const { step, seconds, loss } = event
    return { step, seconds, loss }
  }
  if (event.kind !== 'evaluation') return {}
  const { step, seconds, trainingLoss, validation } = event
  return { step, seconds, loss: trainingLoss, validation }
}

function speed(pace?: number, left = 0): string[] {
  if (!pace) return []
  return [`${(1 / pace).toFixed(1)} steps/s`, `${showSeconds(Math.max(0, left))} left`]
}

function quality({ loss, validation }: Seen): string[] {
  return [
    ...(loss === undefined ? [] : [`loss ${loss.toFixed(4)}`]),
    ...(validation
      ? [
          `objective ${validation.objective.toFixed(4)}`,
          `validation AUC ${validation.auc.toFixed(4)}`,
        ]
      : []),
  ]
}

function rss(): string {
  return showBytes(process.memoryUsage.rss())
}

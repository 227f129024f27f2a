/** What the buttons do: a training that starts, stops, goes on, ends, and starts again. */
import { type Model, saveSafetensors } from '@deepauc/models'
import * as tf from '@tensorflow/tfjs-core'
import type { Page } from './page.ts'
import { createTraining, type Training } from './training.ts'

/** Of one training. */
export const steps = 200
const stepsBetweenEvaluations = 10

export interface Session {
  /** Starts, or stops after the step that is under way. */
  toggle(): Promise<void>
  /** Hands the weights to the browser as a file. */
  save(): Promise<void>
}

interface Round {
  readonly model: Model
  readonly training: Training
  step: number
  /** Without the time at which it stood still. */
  milliseconds: number
}

export function createSession(page: Page, createModel: () => Model, seed: number): Session {
  let round: Round | undefined
  let stopping: AbortController | undefined
  const begin = (): Round => {
    round?.training.dispose()
    page.clear()
    const model = createModel()
    return { model, training: createTraining(model, seed), step: 0, milliseconds: 0 }
  }
  return {
    toggle: async () => {
      if (stopping) return stopping.abort()
      stopping = new AbortController()
      if (round === undefined || round.step === steps) round = begin()
      page.offer('Stop')
      page.say('Training …')
      await run(page, round, stopping.signal)
      stopping = undefined
    },
    save: async () => {
      if (round) download(await saveSafetensors(round.model), 'rings.safetensors')
    },
  }
}

async function run(page: Page, round: Round, signal: AbortSignal): Promise<void> {
  const start = performance.now() - round.milliseconds
  const isDue = () => round.step % stepsBetweenEvaluations === 0
  if (round.step === 0) await evaluate(page, round, start)
  while (!signal.aborted && round.step < steps) {
    round.training.step()
    round.step++
    if (isDue()) await evaluate(page, round, start)
    // Lets the page be drawn and buttons be pressed.
    await tf.nextFrame()
  }
  if (!isDue()) await evaluate(page, round, start)
  round.milliseconds = performance.now() - start
  const isDone = round.step === steps
  page.offer(isDone ? 'Train again' : 'Continue')
  page.say(`${isDone ? 'Done' : 'Stopped'} after ${round.step} steps.`)
}

async function evaluate(page: Page, round: Round, start: number): Promise<void> {
  const { auc, scores } = await round.training.evaluate()
  const seconds = (performance.now() - start) / 1000
  page.show({ step: round.step, auc, seconds, tensors: tf.memory().numTensors }, scores)
}

function download(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([bytes]))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

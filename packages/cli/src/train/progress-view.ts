/** A live bar on a terminal; plain lines everywhere else. */
import type { ComparisonEvent } from '@deepauc/experiments'
import { Presets, SingleBar } from 'cli-progress'

type RunningEvent = Exclude<ComparisonEvent, { kind: 'start' | 'end' }>

export interface ProgressView {
  show(event: ComparisonEvent): void
  close(): void
}

/** @param stream where to show it; a terminal gets a bar that is redrawn in place */
export function progress(stream: NodeJS.WriteStream): ProgressView {
  return stream.isTTY ? liveBar(stream) : plainLines(stream)
}

const format = '{method} {bar} {percentage} % | {rate} steps/s | {eta_formatted} left | {state}'

function liveBar(stream: NodeJS.WriteStream): ProgressView {
  const bar = new SingleBar({ stream, format, barsize: 24, gracefulExit: false }, Presets.rect)
  let validation = ''
  const update = (event: RunningEvent) => {
    if (event.kind === 'evaluation')
      validation = `, validation AUC ${event.validation.auc.toFixed(4)}`
    const loss = event.kind === 'step' ? event.loss : event.trainingLoss
    const rate = (event.step / event.seconds).toFixed(1)
    bar.update(event.step, { rate, state: `loss ${loss.toFixed(4)}${validation}` })
  }
  return {
    show(event) {
      if (event.kind === 'start') {
        validation = ''
        bar.start(event.steps, 0, { method: event.method.padEnd(6), rate: '-', state: '' })
      } else if (event.kind === 'end') bar.stop()
      else update(event)
    },
    close: () => bar.stop(),
  }
}

/** No carriage returns and no escape codes: the lines may go to a file. */
function plainLines(stream: NodeJS.WriteStream): ProgressView {
  let steps = 0
  return {
    show(event) {
      if (event.kind === 'start') steps = event.steps
      if (event.kind !== 'evaluation') return
      const { method, step, seconds, trainingLoss, validation } = event
      const rate = (step / seconds).toFixed(1)
      stream.write(
        `${method.padEnd(6)} step ${step}/${steps}, ${rate} steps/s, ` +
          `loss ${trainingLoss.toFixed(4)}, validation AUC ${validation.auc.toFixed(4)}\n`,
      )
    },
    close() {},
  }
}

/** Progress of runs: a live line each on a terminal, plain lines everywhere else, JSON for programs. */
import type { RunEvent } from '@deepauc/experiments'
import { Presets, SingleBar } from 'cli-progress'
import { followRun, type RunProgress } from './run-progress.ts'

export interface ProgressView {
  show(event: RunEvent): void
  close(): void
}

/** Between two plain lines that are not about an evaluation. */
const PLAIN_MILLISECONDS = 30_000

/**
 * @param stream where to show it; a terminal gets a line that is redrawn in place
 * @param style `quiet` shows nothing
 */
export function progressView(
  stream: NodeJS.WriteStream,
  style: 'text' | 'json' | 'quiet',
): ProgressView {
  if (style === 'quiet') return { show() {}, close() {} }
  if (style === 'json') return jsonLines(stream)
  return stream.isTTY && process.env.TERM !== 'dumb' ? liveLine(stream) : plainLines(stream)
}

const format = '{method} {bar} {percentage} % | {text}'

function liveLine(stream: NodeJS.WriteStream): ProgressView {
  const bar = new SingleBar({ stream, format, barsize: 24, gracefulExit: false }, Presets.rect)
  let follow: ReturnType<typeof followRun> | undefined
  return {
    show(event) {
      if (event.kind === 'start') {
        follow = followRun(event)
        const { total, done, text } = follow()
        bar.start(total, done, { method: event.method.padEnd(6), text })
      } else if (event.kind === 'end') bar.stop()
      else if (follow) {
        const { done, text } = follow(event)
        bar.update(done, { text })
      }
    },
    close: () => bar.stop(),
  }
}

/** No carriage returns and no escape codes: the lines may go to a file. */
function plainLines(stream: NodeJS.WriteStream): ProgressView {
  let follow: ReturnType<typeof followRun> | undefined
  let unit = ''
  let shown = performance.now()
  return {
    show(event) {
      if (event.kind === 'start') {
        follow = followRun(event)
        unit = event.seconds === undefined ? 'step' : 'second'
      }
      const progress = follow?.(event)
      const isDue = performance.now() - shown >= PLAIN_MILLISECONDS
      if (!progress || !(event.kind === 'evaluation' || (event.kind === 'step' && isDue))) return
      shown = performance.now()
      stream.write(`${plainLine(progress, unit)}\n`)
    },
    close() {},
  }
}

function plainLine({ method, done, total, text }: RunProgress, unit: string): string {
  return `${method.padEnd(6)} ${unit} ${Number(done.toFixed(1))}/${total}, ${text}`
}

/** Every event; scores and recipes are in files. */
function jsonLines(stream: NodeJS.WriteStream): ProgressView {
  return {
    show(event) {
      stream.write(`${JSON.stringify(event.kind === 'end' ? endLine(event) : event)}\n`)
    },
    close() {},
  }
}

function endLine({ method, kind, result }: Extract<RunEvent, { kind: 'end' }>): object {
  const { test: _, recipe: __, curve: ___, ...summary } = result
  return { kind, ...summary, method }
}

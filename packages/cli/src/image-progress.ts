/** How many images are done: a live bar on a terminal, plain lines everywhere else. */
import { Presets, SingleBar } from 'cli-progress'

export interface ImageProgress {
  readonly show: (progress: { readonly done: number; readonly total: number }) => void
  readonly close: () => void
}

const format =
  '{bar} {percentage} % | {value}/{total} images | {rate} images/s | {eta_formatted} left'
const LINES = 10

/** @param stream where to show it; a terminal gets a bar that is redrawn in place */
export function imageProgress(stream: NodeJS.WriteStream): ImageProgress {
  return stream.isTTY ? liveBar(stream) : plainLines(stream)
}

function liveBar(stream: NodeJS.WriteStream): ImageProgress {
  const bar = new SingleBar({ stream, format, barsize: 24, gracefulExit: false }, Presets.rect)
  const rate = imageRate()
  return {
    show({ done, total }) {
      if (!bar.isActive) bar.start(total, done, { rate: '-' })
      bar.update(done, { rate: rate(done) })
    },
    close: () => bar.stop(),
  }
}

/** A line per tenth. No carriage returns and no escape codes: the lines may go to a file. */
function plainLines(stream: NodeJS.WriteStream): ImageProgress {
  const rate = imageRate()
  let shown = 0
  return {
    show({ done, total }) {
      const perSecond = rate(done)
      const tenth = Math.floor((LINES * done) / total)
      if (tenth === shown) return
      shown = tenth
      stream.write(`${done}/${total} images, ${perSecond} images/s\n`)
    },
    close() {},
  }
}

/** Images per second since the first call: what an earlier run did does not count. */
function imageRate(): (done: number) => string {
  let first: { readonly done: number; readonly time: number } | undefined
  return (done) => {
    const time = performance.now()
    first ??= { done, time }
    return time > first.time ? ((1000 * (done - first.done)) / (time - first.time)).toFixed(0) : '-'
  }
}

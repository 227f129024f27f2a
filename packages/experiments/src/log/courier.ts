/** Delivers to a slow or absent partner without anybody waiting. */
import { setTimeout as sleep } from 'node:timers/promises'

export interface Courier {
  /** There is something to deliver: soon, unless a delivery is under way or planned. */
  wake(): void
  /**
   * Delivers now, repeatedly if that fails, for at most `seconds`.
   *
   * @throws what the last delivery has thrown
   */
  finish(seconds: number): Promise<void>
}

export interface CourierOptions {
  /** From the first `wake` to the delivery; after a failure twice as long each time, up to a minute. */
  readonly seconds: number
  /** Whether another try can help. */
  readonly isTransient: (error: unknown) => boolean
}

const MAX_DELAY_SECONDS = 60
const FIRST_RETRY_SECONDS = 0.25

/** @param deliver delivers all there is; it is called again after it has rejected, but never twice at a time */
export function courier(
  deliver: () => Promise<void>,
  { seconds, isTransient }: CourierOptions,
): Courier {
  let timer: NodeJS.Timeout | undefined
  let current: Promise<void> | undefined
  let failures = 0
  let isHopeless = false
  return {
    wake() {
      if (!timer && !current && !isHopeless) plan()
    },
    async finish(limit) {
      await current
      clearTimeout(timer)
      const deadline = performance.now() + (isHopeless ? 0 : limit * 1000)
      await insist(deliver, { deadline, isTransient })
    },
  }

  function plan(): void {
    const delay = Math.min(seconds * 2 ** failures, MAX_DELAY_SECONDS)
    timer = setTimeout(() => {
      timer = undefined
      current = attempt()
    }, delay * 1000)
    // A process that does not wait for `finish` is not held back.
    timer.unref()
  }

  async function attempt(): Promise<void> {
    const error = await deliver().then(
      () => undefined,
      (reason: unknown) => ({ reason }),
    )
    current = undefined
    failures = error ? failures + 1 : 0
    isHopeless = error !== undefined && !isTransient(error.reason)
    if (error && !isHopeless) plan()
  }
}

async function insist(
  deliver: () => Promise<void>,
  { deadline, isTransient }: { deadline: number; isTransient: (error: unknown) => boolean },
): Promise<void> {
  for (let delay = FIRST_RETRY_SECONDS * 1000; ; delay *= 2) {
    try {
      return await deliver()
    } catch (error) {
      const left = deadline - performance.now()
      if (left <= 0 || !isTransient(error)) throw error
      await sleep(Math.min(delay, left))
    }
  }
}

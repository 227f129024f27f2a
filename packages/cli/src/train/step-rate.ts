/** How fast steps are. */

/** So many steps count, so that a change of pace shows soon and a slow step hardly. */
const WINDOW = 51

export interface StepRate {
  /** After a step. @param seconds of training so far */
  take(step: number, seconds: number): void
  /** The median of the last steps; undefined before the first. */
  secondsPerStep(): number | undefined
}

/** @param start where the steps begin, if their time is known */
export function stepRate(start?: { readonly step: number; readonly seconds: number }): StepRate {
  let before = start
  const times: number[] = []
  return {
    take(step, seconds) {
      if (before && step === before.step) return
      if (before) times.push((seconds - before.seconds) / (step - before.step))
      if (times.length > WINDOW) times.shift()
      before = { step, seconds }
    },
    secondsPerStep() {
      const sorted = [...times].sort((a, b) => a - b)
      const middle = sorted.length / 2
      if (sorted.length === 0) return undefined
      const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
      return ((low as number) + (high as number)) / 2
    },
  }
}

/** What the golden event files hold: a run that was killed after step 9, and resumed after step 6. */
import type { ScalarPoint } from '../src/log/scalar-logger.ts'

const extremes = [Number.NaN, Number.POSITIVE_INFINITY, -1e300, 1e-42, -0, 0.1, 2 ** 24 + 1]

function point(step: number, time: number, sign: number): ScalarPoint {
  const scalars = {
    'train/loss': sign * Math.fround(Math.sqrt(step)),
    ...(step % 3 === 0 && { 'validation/auc': 1 - 1 / (step + 1) }),
    ...(step < extremes.length && { 'names/größe 😀': extremes[step] as number }),
  }
  return { step, time, scalars }
}

const steps = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)

/** Those of the first file from step 7 on have another sign: they are overtaken. */
export const points: {
  readonly first: readonly ScalarPoint[]
  readonly second: readonly ScalarPoint[]
} = {
  first: steps(0, 9).map((step) => point(step, 1_700_000_000_500 + step * 125, step < 7 ? 1 : -1)),
  second: [
    ...steps(7, 11).map((step) => point(step, 1_700_000_100_500 + step * 125, 1)),
    point(3_000_000_000, 1_700_000_200_000, 1),
  ],
}

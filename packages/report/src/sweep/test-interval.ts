/** DeLong's interval of one run, and his test of two. */
import { type DelongTest, delongInterval, delongTest } from '@deepauc/metrics'
import type { CellResult } from './sweep-results.ts'

export interface Interval {
  readonly lower: number
  readonly upper: number
}

/** 95 %; undefined without scores, or where a class has fewer than two test images. */
export function testInterval({ test }: CellResult): Interval | undefined {
  if (!test || !hasClasses(test.labels)) return undefined
  const { lower, upper } = delongInterval(test.labels, test.scores, { level: 0.95 })
  return { lower, upper }
}

/** Of the test AUCs of `a` minus `b`; undefined also where they were not tested on the same labels. */
export function pairedTest(a: CellResult, b: CellResult): DelongTest | undefined {
  if (!a.test || !b.test || !hasClasses(a.test.labels)) return undefined
  const { labels } = b.test
  const isSame =
    labels.length === a.test.labels.length &&
    Array.prototype.every.call(a.test.labels, (label, i) => label === labels[i])
  return isSame ? delongTest(labels, a.test.scores, b.test.scores) : undefined
}

function hasClasses(labels: ArrayLike<number>): boolean {
  let positives = 0
  for (let i = 0; i < labels.length; i++) if (labels[i] === 1) positives++
  return positives >= 2 && labels.length - positives >= 2
}

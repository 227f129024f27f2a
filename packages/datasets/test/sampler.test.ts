import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { balancedBatches } from '../src/samplers/balanced-batches.ts'
import { multiLabelBatches } from '../src/samplers/multi-label-batches.ts'
import { orderedBatches } from '../src/samplers/ordered-batches.ts'
import type { Sampler } from '../src/samplers/sampler.ts'
import { uniformBatches } from '../src/samplers/uniform-batches.ts'

const labels = Uint8Array.from({ length: 60 }, (_, row) => (row % 3 === 0 ? 1 : 0))
// Not every third one alone: as labels of three tasks they would leave each task one class.
labels.set([1, 0, 0, 1, 1, 1], 10)
const key = { seed: 11, purpose: 'inner' }
const balanced = { ...key, batchSize: 7, positiveRate: 0.3 }

/** Every sampler, made anew with the options that a run has in its settings. */
const samplers: Record<string, (more?: { purpose?: string }) => Sampler> = {
  uniform: (more) => uniformBatches(60, { ...key, batchSize: 7, ...more }),
  balanced: (more) => balancedBatches(labels, { ...balanced, ...more }),
  'balanced, all negatives': (more) =>
    balancedBatches(labels, { ...balanced, epoch: 'negatives', ...more }),
  'multi-label': (more) =>
    multiLabelBatches(labels, {
      ...key,
      tasks: 3,
      tasksPerBatch: 2,
      rowsPerTask: 4,
      positiveRate: 0.5,
      ...more,
    }),
  ordered: () => orderedBatches(60, { batchSize: 7 }),
}

describe.each(Object.entries(samplers))('%s: the step is the whole cursor', (_, make) => {
  test('a run that stopped anywhere goes on as if it had not', () => {
    const sampler = make()
    const uninterrupted = Array.from({ length: 60 }, (_, step) => sampler.batch(step))
    fc.assert(
      fc.property(fc.nat(59), (stopped) => {
        const before = make()
        for (let step = 0; step < stopped; step++) before.batch(step)
        const cursor: { step: number } = JSON.parse(JSON.stringify({ step: stopped }))
        const after = make()
        for (let { step } = cursor; step < 60; step++)
          expect(after.batch(step)).toEqual(uninterrupted[step])
      }),
    )
  })

  test('asking in any order, twice, or for other steps in between changes nothing', () => {
    const sampler = make()
    fc.assert(
      fc.property(fc.array(fc.nat(1e6), { maxLength: 20 }), (steps) => {
        for (const step of steps) expect(sampler.batch(step)).toEqual(make().batch(step))
      }),
    )
  })

  test('batches belong to the caller', () => {
    const sampler = make()
    sampler.batch(5).fill(-1)
    expect(sampler.batch(5)).toEqual(make().batch(5))
  })
})

test.each(['uniform', 'balanced', 'balanced, all negatives', 'multi-label'])(
  '%s: S1 and S2 share no more rows than chance gives',
  (name) => {
    const [inner, outer] = [samplers[name]!(), samplers[name]!({ purpose: 'outer' })]
    const [a, b] = [Array<number>(60).fill(0), Array<number>(60).fill(0)]
    let together = 0
    const steps = 6000
    for (let step = 0; step < steps; step++) {
      const [first, second] = [inner.batch(step), outer.batch(step)]
      for (const row of first) a[row]!++
      for (const row of second) b[row]!++
      for (const row of first) together += second.filter((other) => other === row).length
    }
    // For independent draws: the sum over rows of how often one shows it times how often the other does, per step.
    const expected = a.reduce((sum, count, row) => sum + (count * b[row]!) / steps, 0)
    expect(Math.abs(together / expected - 1)).toBeLessThan(0.05)
    // The same purpose draws the same rows, so that this test could fail.
    expect(samplers[name]!().batch(3)).toEqual(inner.batch(3))
    expect(outer.batch(3)).not.toEqual(inner.batch(3))
  },
)

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DataError } from '../src/data-error.ts'
import { type MultiLabelOptions, multiLabelBatches } from '../src/samplers/multi-label-batches.ts'

/** `[count, tasks]`: each label known, positive and negative in at least one row. */
const labelled = fc
  .record({ tasks: fc.integer({ min: 1, max: 6 }), count: fc.integer({ min: 8, max: 40 }) })
  .chain(({ tasks, count }) =>
    fc.record({
      tasks: fc.constant(tasks),
      labels: fc
        .array(fc.constantFrom(0, 1, Number.NaN), {
          minLength: tasks * (count - 2),
          maxLength: tasks * (count - 2),
        })
        .map((random) => [...random, ...Array(tasks).fill(0), ...Array(tasks).fill(1)] as number[]),
    }),
  )

const drawn = labelled.chain(({ tasks, labels }) => {
  const count = labels.length / tasks
  const most = Math.min(tasks, Math.floor(count / 2))
  return fc.integer({ min: 1, max: most }).chain((tasksPerBatch) =>
    fc.record({
      labels: fc.constant(labels),
      options: fc.record({
        tasks: fc.constant(tasks),
        tasksPerBatch: fc.constant(tasksPerBatch),
        rowsPerTask: fc.integer({ min: 2, max: Math.floor(count / tasksPerBatch) }),
        positiveRate: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        seed: fc.nat(),
      }),
    }),
  )
})

/** Labels of five findings, of which rows have 1, 2, 3 … per turn. */
const findings = Float32Array.from({ length: 60 * 5 }, (_, at) =>
  Math.floor(at / 5) % ((at % 5) + 2) === 0 ? 1 : 0,
)
const options: MultiLabelOptions = { tasks: 5, rowsPerTask: 8, positiveRate: 0.25, seed: 0 }

describe('multiLabelBatches', () => {
  test('a batch holds P positives and then negatives of each of its tasks, all different', () => {
    fc.assert(
      fc.property(drawn, fc.nat(1e9), ({ labels, options }, step) => {
        const { tasks, tasksPerBatch, rowsPerTask, positiveRate } = options
        const sampler = multiLabelBatches(labels, options)
        const [rows, tasksOf] = [sampler.batch(step), sampler.tasks(step)]
        expect(rows.length).toBe(tasksPerBatch * rowsPerTask)
        expect(sampler.batchSize).toBe(rows.length)
        expect(new Set(tasksOf).size).toBe(tasksPerBatch)
        const positives = Math.max(1, Math.floor(positiveRate * rowsPerTask))
        rows.forEach((row, at) => {
          expect(tasksOf[at]).toBe(tasksOf[at - (at % rowsPerTask)])
          const label = labels[row * tasks + tasksOf[at]!]
          expect(label).toBe(at % rowsPerTask < positives ? 1 : 0)
        })
      }),
    )
  })

  test('tasks come equally often, and rows of a task too, to within one', () => {
    fc.assert(
      fc.property(drawn, fc.nat(60), ({ labels, options }, steps) => {
        const { tasks, tasksPerBatch } = options
        const sampler = multiLabelBatches(labels, options)
        // Whole rounds, after which every task has been drawn for equally often.
        const round = tasks / greatestCommonDivisor(tasks, tasksPerBatch)
        const length = Math.ceil(steps / round) * round
        const draws = Array.from({ length }, (_, step) => {
          const rows = sampler.batch(step)
          return Array.from(sampler.tasks(step), (task, at) => rows[at]! * tasks + task)
        }).flat()
        const visits = Array<number>(labels.length).fill(0)
        for (const at of draws) visits[at]!++
        const perTask = Array.from({ length: tasks }, (_, task) => {
          const counts = (label: number) =>
            visits.filter((_, at) => at % tasks === task && labels[at] === label)
          for (const label of [0, 1])
            expect(Math.max(...counts(label)) - Math.min(...counts(label))).toBeLessThanOrEqual(1)
          return [...counts(0), ...counts(1)].reduce((sum, count) => sum + count)
        })
        expect(perTask).toEqual(Array(tasks).fill(draws.length / tasks))
      }),
    )
  })

  test('takes all tasks where none are counted out, in a new order each time', () => {
    const sampler = multiLabelBatches(findings, options)
    expect(sampler.batchSize).toBe(40)
    expect(sampler.batchesPerEpoch).toBe(1)
    const orders = Array.from({ length: 60 }, (_, step) => String(sampler.tasks(step)))
    expect(new Set(orders).size).toBeGreaterThan(40) // of 120 possible ones
  })

  test('draws no row for a label that it does not have', () => {
    const labels = [1, 0, Number.NaN, 0, 1, 1]
    const sampler = multiLabelBatches(labels, { ...options, tasks: 1, rowsPerTask: 2 })
    const rows = Array.from({ length: 50 }, (_, step) => [...sampler.batch(step)]).flat()
    expect([...new Set(rows)].sort()).toEqual([0, 1, 3, 4, 5])
  })

  test.each<[Partial<MultiLabelOptions>, RegExp]>([
    [{ tasks: 7 }, /300 labels are not whole rows of 7/],
    [{ tasks: 0 }, /not whole rows of 0/],
    [{ tasksPerBatch: 6 }, /tasksPerBatch must be an integer from 1 to 5, got 6/],
    [{ tasksPerBatch: 0 }, /tasksPerBatch must be an integer from 1 to 5, got 0/],
    [{ rowsPerTask: 1 }, /rowsPerTask must be an integer ≥ 2, got 1/],
    [{ rowsPerTask: 13 }, /batchSize must be an integer from 2 to 60, got 65/],
    [{ positiveRate: 1 }, /positiveRate must be in \(0, 1\), got 1/],
  ])('refuses %o', (wrong, problem) => {
    expect(() => multiLabelBatches(findings, { ...options, ...wrong })).toThrow(RangeError)
    expect(() => multiLabelBatches(findings, { ...options, ...wrong })).toThrow(problem)
  })

  test.each([-1, 0.5, Number.NaN])('refuses step %d', (step) => {
    const sampler = multiLabelBatches(findings, options)
    expect(() => sampler.batch(step)).toThrow(RangeError)
    expect(() => sampler.tasks(step)).toThrow(RangeError)
  })

  test('refuses other labels than 0, 1 and NaN, and names the row', () => {
    const labels = [0, 1, 1, 0, -1, 1]
    const call = () => multiLabelBatches(labels, { ...options, tasks: 2, rowsPerTask: 2 })
    expect(call).toThrow(new RangeError('row 2 has label -1; labels are 0, 1 or NaN'))
  })

  test.each([
    [[1, 0, 1, 1, 1, 0], 'label 0 has no negative row'],
    [[1, 0, 0, 0, 0, Number.NaN], 'label 1 has no positive row'],
  ])('refuses labels %j', (labels, problem) => {
    const call = () =>
      multiLabelBatches(labels, { ...options, tasks: 2, rowsPerTask: 2, tasksPerBatch: 1 })
    expect(call).toThrow(DataError)
    expect(call).toThrow(problem)
  })
})

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

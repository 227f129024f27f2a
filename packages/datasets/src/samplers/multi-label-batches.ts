/** Batches that hold positives and negatives of every label they are drawn for, for sets with several labels. */

import { DataError } from '../data-error.ts'
import { positivesPerBatch } from './balanced-batches.ts'
import { endlessWalk } from './endless-walk.ts'
import { checkBatchSize, checkStep, type Sampler } from './sampler.ts'

/** Options of {@link multiLabelBatches}. */
export interface MultiLabelOptions {
  /** How many labels (tasks) each row has. */
  readonly tasks: number
  /** For how many different tasks a batch is drawn; default: all. */
  readonly tasksPerBatch?: number
  /** A batch has `tasksPerBatch` times as many rows. */
  readonly rowsPerTask: number
  /** The share of positives among the rows of a task, in (0, 1). */
  readonly positiveRate: number
  /** Of the order of rows. */
  readonly seed: number
  /** Samplers of different purpose draw independently, as the pair (S1, S2) of compositional training must. */
  readonly purpose?: string
}

/** Names the tasks as well as the rows. */
export interface MultiLabelSampler extends Sampler {
  /**
   * The task for which each row of batch `step` is drawn: `rowsPerTask` times the same, then the next.
   *
   * @returns `[batchSize]`
   * @throws RangeError if `step` is not a safe integer ≥ 0
   */
  tasks(step: number): Int32Array
}

/**
 * Batches for `tasksPerBatch` different tasks: for each one P = max(1, ⌊positiveRate · rowsPerTask⌋) rows that are
 * positive in it, then rowsPerTask − P negative ones. Tasks, and the positives and negatives of each task, are walked
 * through in random orders of their own, so that tasks come equally often, and rows of a task equally often, to
 * within one. A row can come twice in a batch, for two tasks. An epoch is ⌊n / batchSize⌋ batches.
 *
 * This is LibAUC's `TriSampler` for classification, without its faults: there a batch can hold a task twice, rows are
 * lost where an order ends, two labels are taken for one, and NaN is refused.
 *
 * @param labels `[n, tasks]`: 0, 1, or NaN where it is not known; such a row is not drawn for that task
 * @throws RangeError if the labels are not of that form, or an option is out of range
 * @throws DataError if a task has no positive or no negative
 * @see Yuan et al., LibAUC: a deep learning library for X-risk optimization, KDD 2023
 */
export function multiLabelBatches(
  labels: ArrayLike<number>,
  options: MultiLabelOptions,
): MultiLabelSampler {
  const { tasks, tasksPerBatch = tasks, rowsPerTask, positiveRate, seed } = options
  const { purpose = 'multi-label' } = options
  const count = checkedCount(labels, tasks)
  const batchSize = checkedBatchSize(tasksPerBatch, rowsPerTask, { tasks, count })
  const p = positivesPerBatch(rowsPerTask, positiveRate)
  const draws = Array.from({ length: tasks }, (_, task) =>
    taskDraws(labels, { task, tasks, positives: p, seed, purpose }),
  )
  // Passes end where a batch ends; with each order begun again until then, a batch never meets a task twice.
  const nextTasks = endlessWalk(
    Int32Array.from({ length: tasks }, (_, task) => task),
    { seed, purpose: `${purpose}/tasks`, passLength: leastCommonMultiple(tasks, tasksPerBatch) },
  )
  const tasksOf = (step: number) => {
    checkStep(step)
    const chosen = new Int32Array(tasksPerBatch)
    nextTasks(step * tasksPerBatch, chosen)
    return chosen
  }
  return {
    batchSize,
    batchesPerEpoch: Math.floor(count / batchSize),
    seed,
    purpose,
    batch(step) {
      const rows = new Int32Array(batchSize)
      tasksOf(step).forEach((task, place) => {
        const from = place * rowsPerTask
        // Each task comes once in `tasks` places, hence the number of its earlier visits.
        const visit = Math.floor((step * tasksPerBatch + place) / tasks)
        const draw = draws[task] as (typeof draws)[number]
        draw(visit, rows.subarray(from, from + rowsPerTask))
      })
      return rows
    },
    tasks(step) {
      const chosen = tasksOf(step)
      const taskOf = (_: unknown, at: number) => chosen[Math.floor(at / rowsPerTask)] as number
      return Int32Array.from({ length: batchSize }, taskOf)
    },
  }
}

interface TaskKey {
  readonly task: number
  readonly tasks: number
  readonly positives: number
  readonly seed: number
  readonly purpose: string
}

/** Fills `into` with the rows of a task's visit, counted from 0. */
function taskDraws(
  labels: ArrayLike<number>,
  { task, tasks, positives: p, seed, purpose }: TaskKey,
): (visit: number, into: Int32Array) => void {
  const [positives, negatives] = [1, 0].map((label) => {
    const rows = rowsWith(labels, { label, task, tasks })
    if (rows.length > 0) return rows
    throw new DataError(`label ${task} has no ${label ? 'positive' : 'negative'} row`, {
      remedy: 'Leave this label out, or choose data that hold both kinds',
    })
  }) as [Int32Array, Int32Array]
  const nextPositives = endlessWalk(positives, { seed, purpose: `${purpose}/${task}/positives` })
  const nextNegatives = endlessWalk(negatives, { seed, purpose: `${purpose}/${task}/negatives` })
  return (visit, into) => {
    nextPositives(visit * p, into.subarray(0, p))
    nextNegatives(visit * (into.length - p), into.subarray(p))
  }
}

function rowsWith(
  labels: ArrayLike<number>,
  { label, task, tasks }: { readonly label: number; readonly task: number; readonly tasks: number },
): Int32Array {
  const rows: number[] = []
  for (let at = task, row = 0; at < labels.length; at += tasks, row++)
    if (labels[at] === label) rows.push(row)
  return Int32Array.from(rows)
}

function checkedCount(labels: ArrayLike<number>, tasks: number): number {
  const count = labels.length / tasks
  if (!(Number.isInteger(tasks) && tasks > 0 && Number.isInteger(count)))
    throw new RangeError(`${labels.length} labels are not whole rows of ${tasks}`)
  for (let at = 0; at < labels.length; at++) {
    const label = labels[at] as number
    if (label !== 0 && label !== 1 && !Number.isNaN(label))
      throw new RangeError(
        `row ${Math.floor(at / tasks)} has label ${label}; labels are 0, 1 or NaN`,
      )
  }
  return count
}

function checkedBatchSize(
  tasksPerBatch: number,
  rowsPerTask: number,
  { tasks, count }: { readonly tasks: number; readonly count: number },
): number {
  if (!(Number.isInteger(tasksPerBatch) && tasksPerBatch > 0 && tasksPerBatch <= tasks))
    throw new RangeError(
      `tasksPerBatch must be an integer from 1 to ${tasks}, got ${tasksPerBatch}`,
    )
  if (!(Number.isInteger(rowsPerTask) && rowsPerTask >= 2))
    throw new RangeError(`rowsPerTask must be an integer ≥ 2, got ${rowsPerTask}`)
  checkBatchSize(tasksPerBatch * rowsPerTask, 2, count)
  return tasksPerBatch * rowsPerTask
}

function leastCommonMultiple(a: number, b: number): number {
  let [divisor, rest] = [a, b]
  while (rest > 0) [divisor, rest] = [rest, divisor % rest]
  return (a / divisor) * b
}

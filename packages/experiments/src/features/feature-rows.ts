/** Which training images stand for all in a picture of features. */
import { uniformBatches } from '@deepauc/datasets'

/**
 * At most `count` rows: of each class half of them, or all where a class has fewer and the other fills up. The choice depends on
 * labels and seed alone.
 *
 * @param labels `[n]`: 1 for a positive row, 0 for a negative one; rows with another label are left out
 * @returns rows in ascending order
 */
export function featureRows(
  labels: ArrayLike<number>,
  { count, seed }: { readonly count: number; readonly seed: number },
): Int32Array {
  const rows = Array.from(labels, (label, row) => ({ label, row }))
  const of = (wanted: 0 | 1) => rows.flatMap(({ label, row }) => (label === wanted ? [row] : []))
  const [negatives, positives] = [of(0), of(1)]
  const half = Math.floor(count / 2)
  const takenPositives = Math.min(positives.length, Math.max(half, count - negatives.length))
  const chosen = [
    ...draw(positives, takenPositives, { seed, label: 1 }),
    ...draw(negatives, Math.min(negatives.length, count - takenPositives), { seed, label: 0 }),
  ]
  return Int32Array.from(chosen).sort()
}

function draw(
  rows: readonly number[],
  count: number,
  { seed, label }: { readonly seed: number; readonly label: 0 | 1 },
): number[] {
  if (count === 0) return []
  const sampler = uniformBatches(rows.length, {
    batchSize: count,
    seed,
    purpose: `features/${label}`,
  })
  return Array.from(sampler.batch(0), (at) => rows[at] as number)
}

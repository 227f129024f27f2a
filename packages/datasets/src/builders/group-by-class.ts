/** Separates the classes of any labels. */

/**
 * The rows of each class that occurs, in order; classes by ascending label.
 *
 * @param labels `[n]`, the class of each row
 */
export function groupByClass(labels: ArrayLike<number>): number[][] {
  const groups = new Map<number, number[]>()
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] as number
    const group = groups.get(label)
    if (group) group.push(row)
    else groups.set(label, [row])
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, rows]) => rows)
}

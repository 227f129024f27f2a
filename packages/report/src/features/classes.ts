/** Rows by class, and means in which every class counts the same. */

/**
 * The class of each row as 0, 1, …, in the order in which they first appear.
 *
 * @throws RangeError if labels do not fit the rows, or all are the same
 */
export function classesOf(labels: ArrayLike<number>, n: number): Int32Array {
  if (labels.length !== n) throw new RangeError(`${labels.length} labels do not fit ${n} rows`)
  const numbers = new Map<number, number>()
  const classes = Int32Array.from(labels, (label) => {
    if (!numbers.has(label)) numbers.set(label, numbers.size)
    return numbers.get(label) as number
  })
  if (numbers.size < 2) throw new RangeError('one class alone cannot be kept apart from another')
  return classes
}

/** How many rows each class has. */
export function classSizes(classes: Int32Array): Int32Array {
  const sizes = new Int32Array(Math.max(...classes) + 1)
  for (const own of classes) sizes[own] = (sizes[own] as number) + 1
  return sizes
}

/** The mean over the classes of the mean over their rows: the rare class counts as much as the frequent one. */
export function meanOverClasses(values: Float64Array, classes: Int32Array): number {
  const sizes = classSizes(classes)
  return values.reduce(
    (sum, value, i) => sum + value / (sizes[classes[i] as number] as number) / sizes.length,
    0,
  )
}

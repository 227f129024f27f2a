/** Checks that need the numbers, made on plain arrays before a batch becomes tensors. */

/**
 * Refuses labels other than 0 and 1.
 *
 * @param labels `[n]`
 * @throws RangeError that names the first wrong label and where it stands
 */
export function assertBinaryLabels(labels: ArrayLike<number>): void {
  for (let i = 0; i < labels.length; i++)
    if (labels[i] !== 0 && labels[i] !== 1)
      throw new RangeError(`labels must be 0 or 1, got ${labels[i]} at index ${i}`)
}

/**
 * Refuses labels that do not hold both classes: no AUC loss is defined without a pair.
 *
 * @param labels `[n]`
 * @throws RangeError that names the missing class, or a label other than 0 and 1
 */
export function assertBothClasses(labels: ArrayLike<number>): void {
  assertBinaryLabels(labels)
  const found = new Set(Array.from(labels))
  for (const [label, name] of [
    [1, 'positive'],
    [0, 'negative'],
  ] as const)
    if (!found.has(label))
      throw new RangeError(`no ${name} example (label ${label}) among ${labels.length}`)
}

/** Which part of a data set a file belongs to, by its name. */

const PARTS: Readonly<Record<string, string>> = {
  train: 'train',
  training: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  dev: 'validation',
  test: 'test',
}

/** `train`, `validation` or `test`: what the last such word in the name says, e.g. `cifar10-val-000000.tar`; else `train`. */
export function partOfName(name: string): string {
  const words = name.toLowerCase().split(/[^a-z]+/)
  return PARTS[words.findLast((word) => Object.hasOwn(PARTS, word)) ?? 'train'] as string
}

/** `items` by the part that the name of each tells, in the order train, validation, test. */
export function groupByPart<T>(
  items: readonly T[],
  name: (item: T) => string,
): Readonly<Record<string, readonly T[]>> {
  const groups: Record<string, T[]> = {}
  for (const part of ['train', 'validation', 'test']) {
    const members = items.filter((item) => partOfName(name(item)) === part)
    if (members.length > 0) groups[part] = members
  }
  return groups
}

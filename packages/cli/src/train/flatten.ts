/** Nested settings as one list. */

/** `{ training: { seed: 0 } }` becomes `{ 'training.seed': 0 }`; lists become text. */
export function flatten(value: object, prefix = ''): Record<string, string | number | boolean> {
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const name = `${prefix}${key}`
    if (Array.isArray(inner)) return [[name, inner.join(', ')]]
    if (typeof inner === 'object' && inner !== null)
      return Object.entries(flatten(inner, `${name}.`))
    return inner === undefined ? [] : [[name, inner]]
  })
  return Object.fromEntries(entries)
}

/** Words for what a source leaves out. */

const SHOWN = 8

/** `['3 hidden files were left out: a, b, c.']`, or nothing if `paths` is empty. */
export function noteOf(paths: readonly string[], one: string, many: string): readonly string[] {
  if (paths.length === 0) return []
  const rest = paths.length > SHOWN ? ` and ${paths.length - SHOWN} more` : ''
  const subject = paths.length === 1 ? one : many
  return [`${paths.length} ${subject}: ${paths.slice(0, SHOWN).join(', ')}${rest}.`]
}

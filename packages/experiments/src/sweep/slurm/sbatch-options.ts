/** Options of `sbatch`, from a user to the head of a script. */

/** What the sweep says itself, or nobody must. */
const own = new Set([
  ...['array', 'dependency', 'error', 'export-file', 'help', 'hold', 'ignore-pbs', 'no-requeue'],
  ...[
    'open-mode',
    'output',
    'parsable',
    'quiet',
    'requeue',
    'signal',
    'test-only',
    'usage',
    'wait',
  ],
  ...['wrap', 'version'],
])

/** @throws RangeError if one is not like `key=value` or `key`, has a line break, or is one that the sweep needs for itself */
export function checkSbatchOptions(options: readonly string[]): void {
  for (const option of options) {
    const [, key] = /^([a-z][a-z0-9_-]+)(=\P{Cc}*)?$/u.exec(option) ?? []
    if (key === undefined)
      throw new RangeError(
        `${JSON.stringify(option)} is no option of sbatch like partition=gpu or exclusive`,
      )
    if (own.has(key)) throw new RangeError(`a sweep does not leave ${key} of sbatch to others`)
  }
}

/** A line of the head, quoted as `sbatch` reads it. */
export function directive(option: string): string {
  const key = keyOf(option)
  return option === key
    ? `#SBATCH --${key}`
    : `#SBATCH --${key}=${quoted(option.slice(key.length + 1))}`
}

/** With those that are not given. */
export function withDefaults(defaults: readonly string[], given: readonly string[]): string[] {
  const keys = new Set(given.map(keyOf))
  return [...defaults.filter((option) => !keys.has(keyOf(option))), ...given]
}

function keyOf(option: string): string {
  return option.replace(/=.*$/s, '')
}

/** In double quotes, `sbatch` knows no other special characters than these two. */
function quoted(value: string): string {
  if (/^[\w@%+=:,./-]+$/.test(value)) return value
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`
}

/** Names and paths by pattern. */

/** Whether `text` is one of `patterns`, in which `*` stands for anything. */
export function matches(text: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
    return new RegExp(`^${parts.join('.*')}$`).test(text)
  })
}

/** The option `--retry`. */

export interface RetryFlag {
  readonly retry?: 'failed' | 'diverged' | 'all' | undefined
}

/** States of the cells that are tried again. */
export function retried({ retry }: RetryFlag): ('failed' | 'diverged')[] {
  if (retry === undefined) return []
  return retry === 'all' ? ['failed', 'diverged'] : [retry]
}

/** The words of a command with this value in place of the one that it had. */
export function withRetry(words: readonly string[], retry: RetryFlag['retry']): string[] {
  const isValue = (i: number) => words[i - 1] === '--retry'
  const others = words.filter((word, i) => !/^--retry(=|$)/.test(word) && !isValue(i))
  return retry === undefined ? others : [...others, '--retry', retry]
}

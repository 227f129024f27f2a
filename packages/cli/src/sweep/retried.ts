/** The option `--retry`. */

export interface RetryFlag {
  readonly retry?: 'failed' | 'diverged' | 'all'
}

/** States of the cells that are tried again. */
export function retried({ retry }: RetryFlag): ('failed' | 'diverged')[] {
  if (retry === undefined) return []
  return retry === 'all' ? ['failed', 'diverged'] : [retry]
}

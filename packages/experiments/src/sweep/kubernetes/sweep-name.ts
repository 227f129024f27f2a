/** The name of a sweep in a cluster. */
import { createHash } from 'node:crypto'
import { basename, resolve } from 'node:path'

const most = 30

/**
 * A DNS label of at most 45 characters, `deepauc-laptop` for `runs/laptop`. Where the folder's name has to be changed, digits of
 * its hash keep it apart from others.
 */
export function sweepName(out: string): string {
  const folder = basename(resolve(out))
  const words = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, most)
    .replaceAll(/^-|-$/g, '')
  if (words !== '' && words === folder) return `deepauc-${words}`
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 6)
  return ['deepauc', words, hash].filter(Boolean).join('-')
}

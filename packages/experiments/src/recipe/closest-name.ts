/** Guesses which name somebody meant. */
import { distance } from 'fastest-levenshtein'

/**
 * The one of `names` that is nearest to `wanted`, if it is near enough to be meant: it begins with it, or at most a third of
 * its letters change. Case, blanks and signs do not count.
 */
export function closestName(wanted: string, names: Iterable<string>): string | undefined {
  const letters = lettersOf(wanted)
  const ranked = Array.from(names, (name) => {
    const known = lettersOf(name)
    const isBeginning = letters.length >= 3 && known.startsWith(letters)
    const changes = isBeginning ? 1 : distance(letters, known)
    return { name, changes, limit: Math.ceil(known.length / 3) }
  })
  return ranked
    .filter(({ changes, limit }) => changes <= limit)
    .sort((a, b) => a.changes - b.changes)[0]?.name
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}

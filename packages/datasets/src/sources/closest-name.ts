/** Guesses which name somebody meant. */
import { distance } from 'fastest-levenshtein'

/** The one of `names` with the fewest letters to change; case, blanks and signs do not count. */
export function closestName(wanted: string, names: readonly string[]): string | undefined {
  const letters = lettersOf(wanted)
  const ranked = names.map((name) => ({ name, distance: distance(letters, lettersOf(name)) }))
  return ranked.sort((a, b) => a.distance - b.distance)[0]?.name
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}

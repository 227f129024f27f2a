/** Guesses which name somebody meant. */

/**
 * The one of `names` that is nearest to `wanted`, if it is near enough to be meant: it begins with it, or at most a third of
 * its letters change. Case, blanks and signs do not count.
 */
export function closestName(wanted: string, names: Iterable<string>): string | undefined {
  const letters = lettersOf(wanted)
  const ranked = Array.from(names, (name) => {
    const known = lettersOf(name)
    const isBeginning = letters.length >= 3 && known.startsWith(letters)
    const distance = isBeginning ? 1 : editDistance(letters, known)
    return { name, distance, limit: Math.ceil(known.length / 3) }
  })
  return ranked
    .filter(({ distance, limit }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)[0]?.name
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}

/** Levenshtein's: insertions, deletions and replacements. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] as number) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] as number) + 1, (next[j] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}

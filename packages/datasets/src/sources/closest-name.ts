/** Guesses which name somebody meant. */

/** The one of `names` with the fewest letters to change; case, blanks and signs do not count. */
export function closestName(wanted: string, names: readonly string[]): string | undefined {
  const letters = lettersOf(wanted)
  const ranked = names.map((name) => ({ name, distance: editDistance(letters, lettersOf(name)) }))
  return ranked.sort((a, b) => a.distance - b.distance)[0]?.name
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}

/** Levenshtein's: insertions, deletions and replacements. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries())
      next.push(
        Math.min(
          (row[j] as number) + (letter === other ? 0 : 1),
          (row[j + 1] as number) + 1,
          (next[j] as number) + 1,
        ),
      )
    row = next
  }
  return row[b.length] as number
}

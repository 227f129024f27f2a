/** Random labels and scores with both classes, many ties, and the definition of AUC over all pairs. */
import fc from 'fast-check'

export interface Sample {
  readonly label: number
  readonly score: number
  readonly weight: number
}

const score = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(-0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-45, -1e-45),
  fc.float({ noNaN: true }),
)

const sampleOf = (label: number): fc.Arbitrary<Sample> =>
  fc.record({ label: fc.constant(label), score, weight: fc.integer({ min: 1, max: 9 }) })

/** At least `least` samples of each class, in any order. */
export function samples(least = 1): fc.Arbitrary<Sample[]> {
  const group = (label: number) => fc.array(sampleOf(label), { minLength: least, maxLength: 30 })
  return fc.tuple(group(0), group(1)).chain(([negatives, positives]) => {
    const all = [...negatives, ...positives]
    return fc.shuffledSubarray(all, { minLength: all.length })
  })
}

export const columns = (list: readonly Sample[]) => ({
  labels: list.map((sample) => sample.label),
  scores: list.map((sample) => sample.score),
  weights: list.map((sample) => sample.weight),
})

export function aucByDefinition(list: readonly Sample[]): number {
  let wins = 0
  let pairs = 0
  for (const positive of list.filter((sample) => sample.label === 1)) {
    for (const negative of list.filter((sample) => sample.label === 0)) {
      const weight = positive.weight * negative.weight
      pairs += weight
      if (positive.score > negative.score) wins += weight
      if (positive.score === negative.score) wins += weight / 2
    }
  }
  return wins / pairs
}

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { patientSplit } from '../src/builders/patient-split.ts'

/** 2,056 patients with 2 to 124 images, of which one or two are malignant in every fifth: much like SIIM-ISIC melanoma. */
function melanomaLike() {
  const rows = Array.from({ length: 2056 }, (_, patient) => {
    const images = 2 + (patient % 3 === 0 ? (patient * 7919) % 115 : 0) + (patient % 9)
    const malignant = patient % 5 === 0 ? 1 + Number(patient % 7 === 0) : 0
    return Array.from({ length: images }, (_, i) => ({
      patient: `P${patient}`,
      label: Number(i < malignant),
    }))
  }).flat()
  return { groups: rows.map((row) => row.patient), labels: rows.map((row) => row.label) }
}

const shares = [0.7, 0.1, 0.2]

function outcome<T>(action: () => T): T | RangeError {
  try {
    return action()
  } catch (error) {
    if (error instanceof RangeError) return error
    throw error
  }
}

describe('patientSplit', () => {
  test('gives each part its share of rows and of positives, and no patient to two', () => {
    const { groups, labels } = melanomaLike()
    const parts = patientSplit(groups, { shares, seed: 3, labels })
    const total = labels.reduce((sum, label) => sum + label, 0)
    for (const [i, rows] of parts.entries()) {
      const positives = rows.filter((row) => labels[row] === 1).length
      // The last patients dealt out have one positive, and two rows.
      expect(Math.abs(positives - (shares[i] as number) * total)).toBeLessThan(1)
      expect(Math.abs(rows.length - (shares[i] as number) * groups.length)).toBeLessThan(3)
    }
    expect(parts.flatMap((rows) => [...rows]).sort((a, b) => a - b)).toEqual([...groups.keys()])
    const owners = parts.map((rows) => new Set(Array.from(rows, (row) => groups[row])))
    expect(owners.reduce((sum, owner) => sum + owner.size, 0)).toBe(new Set(groups).size)
  })

  test('without labels, gives each part its share of the patients', () => {
    const { groups } = melanomaLike()
    const patients = (rows?: Int32Array) =>
      new Set(Array.from(rows ?? [], (row) => groups[row])).size
    const [train, validation] = patientSplit(groups, { shares: [0.9, 0.1], seed: 0 })
    expect(Math.abs(patients(validation) - 205.6)).toBeLessThan(1)
    expect(patients(train) + patients(validation)).toBe(2056)
  })

  test('is a function of the seed and of whose rows are whose', () => {
    const { groups, labels } = melanomaLike()
    const split = (seed: number) => patientSplit(groups, { shares, seed, labels })
    expect(split(1)).toEqual(split(1))
    expect(split(1)).not.toEqual(split(2))
    const reversed = patientSplit(groups.toReversed(), {
      shares,
      seed: 1,
      labels: labels.toReversed(),
    })
    const last = groups.length - 1
    expect(reversed.map((rows) => rows.map((row) => last - row).sort())).toEqual(split(1))
  })

  test('every patient is as likely to be in a part, whatever the number of rows', () => {
    const groups = ['a', 'a', 'a', 'a', 'b', 'b', 'c', 'c', 'd', 'd', 'e', 'f', 'g', 'h']
    const counts = new Map<string, number>()
    const runs = 4000
    for (let seed = 0; seed < runs; seed++) {
      const [, second] = patientSplit(groups, { shares: [0.5, 0.5], seed })
      for (const name of new Set(Array.from(second ?? [], (row) => groups[row] as string)))
        counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    // Five standard deviations of a binomial count at 1/2.
    for (const count of counts.values()) expect(Math.abs(count - runs / 2)).toBeLessThan(5 * 32)
    expect(counts.size).toBe(8)
  })

  test('splits any data into whole patients, or says which part lacks what', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 1 }))
    const someRows = fc.array(row, { minLength: 1, maxLength: 80 })
    let done = 0
    fc.assert(
      fc.property(someRows, fc.boolean(), fc.nat(9), (rows, stratified, seed) => {
        const groups = rows.map(([patient]) => `P${patient}`)
        const labels = rows.map(([, label]) => label)
        const options = { shares: [0.6, 0, 0.4], seed, ...(stratified && { labels }) }
        const parts = outcome(() => patientSplit(groups, options))
        if (parts instanceof RangeError) return
        done++
        expect(parts[1]).toHaveLength(0)
        expect(parts.flatMap((part) => [...part]).sort((a, b) => a - b)).toEqual([...groups.keys()])
        const valuesIn = (part: Int32Array, of: readonly unknown[]) =>
          new Set(Array.from(part, (row) => of[row]))
        const owners = parts.map((part) => valuesIn(part, groups).size)
        expect(owners.reduce((a, b) => a + b)).toBe(new Set(groups).size)
        const fewest = stratified ? 2 : 1
        for (const i of [0, 2])
          expect(valuesIn(parts[i]!, labels).size).toBeGreaterThanOrEqual(fewest)
      }),
    )
    expect(done).toBeGreaterThan(20)
  })

  test.each([
    [{ shares: [0.5, 0.4], seed: 0 }, /shares must be at least 0 and together 1, got 0\.5, 0\.4/],
    [{ shares: [1.5, -0.5], seed: 0 }, /got 1\.5, -0\.5/],
    [{ shares: [Number.NaN], seed: 0 }, /got NaN/],
    [{ shares: [0.5, 0.3, 0.2], seed: 0 }, /part \d would have no row; give it a larger share/],
    [
      { shares: [0.5, 0.5], seed: 0, labels: [1, 0, 0] },
      /part \d would have no row with label [01]/,
    ],
    [{ shares: [1], seed: -1 }, /random key/],
  ])('refuses %o', (options, problem) => {
    const split = () => patientSplit(['a', 'a', 'b'], options)
    expect(split).toThrow(RangeError)
    expect(split).toThrow(problem)
  })
})

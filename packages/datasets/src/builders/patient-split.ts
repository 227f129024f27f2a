/** Splits data so that no patient is in two parts. */
import { permutation, type RandomStream, randomStream } from '@deepauc/random'
import { byCodePoint } from '../files/by-code-point.ts'

/** Options of {@link patientSplit}. */
export interface PatientSplitOptions {
  /** The share of each part, in [0, 1]; together 1. */
  readonly shares: readonly number[]
  /** Of the order in which patients are dealt out. */
  readonly seed: number
  /**
   * `[n]`, 0 or 1: if given, the parts get their shares of the positives and of all rows, as closely as whole patients
   * allow; otherwise of the patients.
   */
  readonly labels?: ArrayLike<number>
}

/**
 * Deals patients out at random, each to a part that has room for it, with a probability in proportion to what the part
 * still lacks; those with many rows first, so that the others can even out. A function of the seed and of which rows
 * are whose, not of the order of patients.
 *
 * @param groups `[n]`, the patient of each row
 * @returns the rows of each part, in ascending order
 * @throws RangeError if the shares are not shares, or a part would get no patient, no positive or no negative
 */
export function patientSplit(
  groups: readonly string[],
  { shares, seed, labels }: PatientSplitOptions,
): Int32Array[] {
  checkShares(shares)
  const random = randomStream({ seed, purpose: 'patient-split' })
  const patients = listPatients(groups, labels)
  const parts = shares.map((share): Part => ({ share, patients: [] }))
  if (labels) {
    const positives = patients.filter((patient) => patient.positives > 0)
    const others = patients.filter((patient) => patient.positives === 0)
    deal(positives, { parts, patients, random, weight: (patient) => patient.positives })
    deal(others, { parts, patients, random, weight: (patient) => patient.rows.length })
  } else deal(patients, { parts, patients, random, weight: () => 1 })
  const rows = parts.map((part) => Int32Array.from(part.patients.flatMap((p) => p.rows)).sort())
  checkParts(rows, shares, labels)
  return rows
}

interface Patient {
  readonly name: string
  readonly rows: number[]
  positives: number
}

interface Part {
  readonly share: number
  readonly patients: Patient[]
}

function listPatients(groups: readonly string[], labels: ArrayLike<number> | undefined): Patient[] {
  const patients = new Map<string, Patient>()
  for (const [row, name] of groups.entries()) {
    const patient = patients.get(name) ?? { name, rows: [], positives: 0 }
    patient.rows.push(row)
    patient.positives += labels?.[row] ?? 0
    patients.set(name, patient)
  }
  return [...patients.values()].sort((a, b) => byCodePoint(a.name, b.name))
}

interface Dealing {
  readonly parts: readonly Part[]
  /** All patients, of whose weight each part has its share. */
  readonly patients: readonly Patient[]
  readonly random: RandomStream
  readonly weight: (patient: Patient) => number
}

/** Adds each of `dealt` to a part. */
function deal(dealt: readonly Patient[], { parts, patients, random, weight }: Dealing): void {
  const total = (of: readonly Patient[]) => of.reduce((sum, patient) => sum + weight(patient), 0)
  const open = parts.filter(({ share }) => share > 0)
  const wanted = quotas(
    open.map(({ share }) => share),
    total(patients),
  )
  const lacks = open.map((part, i) => (wanted[i] as number) - total(part.patients))
  const order = Array.from(permutation(dealt.length, random), (i) => dealt[i] as Patient)
  for (const patient of order.sort((a, b) => weight(b) - weight(a))) {
    const chosen = draw(lacks, weight(patient), random)
    open[chosen]?.patients.push(patient)
    lacks[chosen] = (lacks[chosen] as number) - weight(patient)
  }
}

/** `total` in whole numbers by the method of the largest remainder, so that small parts get what they can. */
function quotas(shares: readonly number[], total: number): number[] {
  const exact = shares.map((share) => share * total)
  const whole = exact.map(Math.floor)
  const remainder = (i: number) => (exact[i] as number) - (whole[i] as number)
  const missing = total - whole.reduce((sum, quota) => sum + quota, 0)
  const gainers = [...shares.keys()].sort((a, b) => remainder(b) - remainder(a)).slice(0, missing)
  return whole.map((quota, i) => (gainers.includes(i) ? quota + 1 : quota))
}

/** A part with room for `weight`, if there is one; with a probability in proportion to what it lacks. */
function draw(lacks: readonly number[], weight: number, random: RandomStream): number {
  const roomy = lacks.map((lack) => (lack >= weight ? lack : 0))
  const chances = roomy.some(Boolean) ? roomy : lacks.map((lack) => Math.max(0, lack))
  let left = random.uniform() * chances.reduce((sum, chance) => sum + chance, 0)
  const chosen = chances.findIndex((chance) => {
    left -= chance
    return left < 0
  })
  // Nothing is lacking where patients dealt out before were larger than what was.
  return chosen >= 0 ? chosen : lacks.indexOf(Math.max(...lacks))
}

function checkShares(shares: readonly number[]): void {
  const sum = shares.reduce((total, share) => total + share, 0)
  if (shares.some((share) => !(share >= 0)) || Math.abs(sum - 1) > 1e-9)
    throw new RangeError(`shares must be at least 0 and together 1, got ${shares.join(', ')}`)
}

function checkParts(
  parts: readonly Int32Array[],
  shares: readonly number[],
  labels: ArrayLike<number> | undefined,
): void {
  for (const [i, rows] of parts.entries()) {
    const missing = shares[i] === 0 ? undefined : missingIn(rows, labels)
    if (missing)
      throw new RangeError(
        `with a share of ${shares[i]}, part ${i} would have no ${missing}; give it a larger share or more patients`,
      )
  }
}

function missingIn(rows: Int32Array, labels: ArrayLike<number> | undefined): string | undefined {
  if (!labels) return rows.length === 0 ? 'row' : undefined
  const absent = [1, 0].find((label) => !rows.some((row) => labels[row] === label))
  return absent === undefined ? undefined : `row with label ${absent}`
}

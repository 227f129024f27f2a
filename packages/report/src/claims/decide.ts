/** Rules from paired differences to verdicts. */
import { formatCount, formatList, formatPValue } from '../number-format.ts'
import { familyTest } from '../statistics/family-test.ts'
import { fewestSeeds, significance } from '../statistics/paired-difference.ts'
import type { Evidence } from '../sweep/evidence.ts'
import type { Judgement } from './claim.ts'
import { describe } from './describe.ts'

/**
 * Holds if every difference is above zero, fails if one of them is below.
 *
 * @param missing comparisons that the claim is about and nothing was run for: without them it cannot hold
 */
export function everywhere(
  evidence: readonly Evidence[],
  missing: readonly string[] = [],
): Judgement {
  const refuting = refutation(evidence)
  const open = evidence.filter(({ outcome }) => outcome !== 'higher')
  if (evidence.length === 0) return notRun()
  if (refuting) return { verdict: 'fails', reason: refuting, evidence }
  if (open.length > 0) return undecided(open, evidence)
  const reason = `${shareOf(evidence, evidence)} above zero`
  if (missing.length === 0) return { verdict: 'holds', reason, evidence }
  return {
    verdict: 'undecidable',
    reason: `${reason}, but nothing was run for ${formatList(missing)}`,
    evidence,
  }
}

/** Holds if some difference is below zero, fails if every one is above. */
export function somewhereLower(evidence: readonly Evidence[]): Judgement {
  const opposite = everywhere(evidence)
  if (opposite.verdict === 'undecidable') return opposite
  return { ...opposite, verdict: opposite.verdict === 'fails' ? 'holds' : 'fails' }
}

/** Holds if every one of these single tests is above zero, fails if one is below; not corrected, as each is a claim. */
export function eachAlone(evidence: readonly Evidence[]): Judgement {
  if (evidence.length === 0) return notRun()
  const refuting = evidence.find(({ outcome }) => outcome === 'lower')
  if (refuting) return { verdict: 'fails', reason: describe(refuting), evidence }
  const open = evidence.filter(({ outcome }) => outcome !== 'higher')
  if (open.length > 0) return undecided(open, evidence)
  return { verdict: 'holds', reason: formatList(evidence.map(describe)), evidence }
}

export function notRun(what = 'nothing of what it needs has been run'): Judgement {
  return { verdict: 'undecidable', reason: what, evidence: [] }
}

/** The first one below zero by itself and after the correction for all, in words; with fewer than six seeds there is none. */
function refutation(evidence: readonly Evidence[]): string | undefined {
  if (evidence.every(({ outcome }) => outcome !== 'lower')) return undefined
  const corrected = familyTest(evidence)
  const isRefuting = (pValue: number, i: number) =>
    evidence[i]?.outcome === 'lower' && pValue < significance
  const index = corrected.findIndex(isRefuting)
  if (index < 0) return undefined
  const [one, pValue] = [evidence[index] as Evidence, corrected[index] as number]
  return `${describe(one)}; ${formatPValue(pValue)} for all together`
}

function undecided(open: readonly Evidence[], evidence: readonly Evidence[]): Judgement {
  const first = open.reduce((a, b) => (b.seeds.length < a.seeds.length ? b : a))
  const rest = open.length > 1 ? `${shareOf(open, evidence)} open, such as ` : ''
  return {
    verdict: 'undecidable',
    reason: `${rest}${describe(first)}; ${wanted(first)}`,
    evidence,
  }
}

function wanted({ seeds, seedsNeeded, outcome }: Evidence): string {
  if (outcome === 'lower')
    return 'below zero by itself, but not after the correction for all: more seeds could tell'
  if (seeds.length < fewestSeeds) return `at least ${fewestSeeds} seeds are needed`
  if (seedsNeeded === Number.POSITIVE_INFINITY) return 'there is no difference to find'
  return `about ${formatCount(Math.max(seedsNeeded, seeds.length + 1))} seeds would show a difference of this size`
}

function shareOf(some: readonly Evidence[], all: readonly Evidence[]): string {
  const noun = all.length === 1 ? 'difference' : 'differences'
  return `${some.length} of ${all.length} ${noun}`
}

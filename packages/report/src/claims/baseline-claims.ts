/** Claims that compare CT with the baselines: C1 to C5, C7 to C10. */
import { table4 } from '../paper/table-1.ts'
import { averageEvidence, compareRuns, differenceOf, type Evidence } from '../sweep/evidence.ts'
import { baselines } from '../sweep/methods.ts'
import { cellsOf, dataName, type Setting, settingsOf, sourceName } from '../sweep/settings.ts'
import type { Arm, MethodName, SweepCell } from '../sweep/sweep-results.ts'
import type { Judgement } from './claim.ts'
import { eachAlone, everywhere, notRun, somewhereLower } from './decide.ts'
import { everywhereOver, evidenceOf, type Lead, missingOf } from './leads.ts'

type Cells = readonly SweepCell[]

const medicalNames = table4.rows.map(({ dataset }) => dataset)
const isMedical = ({ dataset }: Setting) => medicalNames.includes(dataset)

/** CT against each baseline on each data set. */
export function beatsAll(cells: Cells, over: readonly MethodName[] = baselines): Judgement {
  return everywhereOver(leads(settingsOf(cells, ['tuned']), 'tuned', over), over)
}

export function beatsTwoStage(cells: Cells): Judgement {
  return beatsAll(cells, ['TS-DRW', 'TS-DEC'])
}

export function scratchIsNotAlwaysBetter(cells: Cells): Judgement {
  return somewhereLower(
    settingsOf(cells, ['tuned']).flatMap((setting) =>
      pair(setting, ['AUCsc', 'tuned'], ['CE', 'tuned']),
    ),
  )
}

/** The bounds round to 2 and 5 %. */
const [least, most] = [0.015, 0.055]

export function liftsScratchOnMedical(cells: Cells): Judgement {
  const medical = settingsOf(cells, ['tuned']).filter(isMedical)
  const evidence = leads(medical, 'tuned', ['AUCsc']).map(evidenceOf)
  if (evidence.length === 0) return notRun('no medical data set has been run')
  const outside = evidence.filter(({ lower, upper }) => upper < least || lower > most)
  const inside = evidence.filter(({ lower, upper }) => lower >= least && upper <= most)
  const count = (some: readonly Evidence[]) => `${some.length} of ${evidence.length} intervals`
  if (outside.length > 0)
    return { verdict: 'fails', reason: `${count(outside)} outside 0.015 to 0.055`, evidence }
  const verdict = inside.length === evidence.length ? 'holds' : 'undecidable'
  return { verdict, reason: `${count(inside)} inside 0.015 to 0.055`, evidence }
}

export function beatsCombination(cells: Cells): Judgement {
  const settings = settingsOf(cells, ['tuned'])
  const all = leads(settings, 'tuned', ['AUC-CE']).map(evidenceOf)
  if (all.length === 0) return notRun()
  const general = averageEvidence('CT − AUC-CE, mean over the data sets', all)
  const alone = eachAlone([general])
  const medical = leads(settings.filter(isMedical), 'tuned', ['AUC-CE']).map(evidenceOf)
  const benchmark = all.filter(({ label }) => !medical.some((one) => one.label === label))
  if (medical.length === 0 || benchmark.length === 0) {
    const verdict = alone.verdict === 'fails' ? 'fails' : 'undecidable'
    const missing =
      'medical and benchmark data sets cannot be compared, as one kind has not been run'
    return { verdict, reason: `${alone.reason}; ${missing}`, evidence: [general, ...all] }
  }
  const judged = eachAlone([general, surplus(medical, benchmark)])
  return { ...judged, evidence: [...judged.evidence, ...all] }
}

/** How much larger the lead is on the first data sets than on the others. */
function surplus(medical: readonly Evidence[], benchmark: readonly Evidence[]): Evidence {
  const a = averageEvidence('', medical)
  const b = averageEvidence('', benchmark)
  const opposite = { ...b, differences: b.differences.map((difference) => -2 * difference) }
  const doubled = { ...a, differences: a.seeds.map((seed) => 2 * differenceOf(a, seed)) }
  return averageEvidence('lead over AUC-CE, medical minus benchmark', [doubled, opposite])
}

export function beatsAllInEqualTime(cells: Cells): Judgement {
  const timed = leads(settingsOf(cells, ['equal-seconds']), 'equal-seconds', baselines)
  if (timed.length === 0) return notRun('nothing has been run for equal seconds')
  const counted = settingsOf(cells, ['tuned']).filter(
    ({ budget }) => budget.unit === 'gradientEvaluations',
  )
  // TS-DEC's second stage comes on top of a budget that is counted.
  const equal = baselines.filter((baseline) => baseline !== 'TS-DEC')
  const missing = missingOf(timed, baselines)
  return everywhere([...timed, ...leads(counted, 'tuned', equal)].map(evidenceOf), missing)
}

/** One arm of CT against another, on average over the data sets. */
export function isBetterOnAverage(cells: Cells, better: Arm, worse: Arm): Judgement {
  const settings = settingsOf(cells, [better, worse])
  const parts = settings.flatMap((setting) => pair(setting, ['CT', better], ['CT', worse]))
  if (parts.length === 0) return notRun()
  if (settings.every((setting) => areSame(setting, better, worse)))
    return notRun(`${better} and ${worse} are the same runs, as tuning chose the same settings`)
  const average = averageEvidence(`CT ${better} − ${worse}, mean over the data sets`, parts)
  return { ...eachAlone([average]), evidence: [average, ...parts] }
}

function areSame(setting: Setting, better: Arm, worse: Arm): boolean {
  const ids = [better, worse].map((arm) => cellsOf(setting, 'CT', arm).map(({ id }) => id))
  return JSON.stringify(ids[0]) === JSON.stringify(ids[1])
}

/** CT minus each baseline in each setting in which both have been run. */
function leads(
  settings: readonly Setting[],
  arm: Arm,
  over: readonly MethodName[],
): readonly Lead[] {
  return settings.flatMap((setting) =>
    over.flatMap((baseline) =>
      pair(setting, ['CT', arm], [baseline, arm]).map((evidence) => ({
        setting,
        baseline,
        evidence,
      })),
    ),
  )
}

function pair(
  setting: Setting,
  a: readonly [MethodName, Arm],
  b: readonly [MethodName, Arm],
): readonly Evidence[] {
  const [first, second] = [cellsOf(setting, ...a), cellsOf(setting, ...b)]
  const names = a[0] === b[0] ? `CT ${a[1]} − ${b[1]}` : `${a[0]} − ${b[0]}`
  const evidence = compareRuns(
    `${names}, ${dataName(setting)} (${sourceName(setting)})`,
    first,
    second,
  )
  return evidence.seeds.length > 0 ? [evidence] : []
}

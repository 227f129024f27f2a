/** CT against several baselines, and what of that is missing. */
import { formatList } from '../number-format.ts'
import type { Evidence } from '../sweep/evidence.ts'
import { dataName, type Setting } from '../sweep/settings.ts'
import type { MethodName } from '../sweep/sweep-results.ts'
import type { Judgement } from './claim.ts'
import { everywhere } from './decide.ts'

/** CT against a baseline in a setting in which both have been run. */
export interface Lead {
  readonly setting: Setting
  readonly baseline: MethodName
  readonly evidence: Evidence
}

export function evidenceOf({ evidence }: Lead): Evidence {
  return evidence
}

/** `everywhere`, but that it cannot hold where one of the baselines is missing. */
export function everywhereOver(found: readonly Lead[], over: readonly MethodName[]): Judgement {
  return everywhere(found.map(evidenceOf), missingOf(found, over))
}

/** The baselines that are missing where another one has been run. */
export function missingOf(found: readonly Lead[], over: readonly MethodName[]): readonly string[] {
  return [...new Set(found.map(({ setting }) => setting))].flatMap((setting) => {
    const run = found.filter((lead) => lead.setting === setting).map(({ baseline }) => baseline)
    const missing = over.filter((baseline) => !run.includes(baseline))
    return missing.length === 0 ? [] : [`${formatList(missing)} on ${dataName(setting)}`]
  })
}

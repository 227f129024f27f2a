/** What a run has shown, in one sentence that claims no more than that. */

import {
  formatAuc,
  formatDifference,
  formatInterval,
  formatList,
  formatPValue,
} from '../number-format.ts'
import { type Comparison, compareMethods } from './compare-methods.ts'
import type { MethodResult } from './run-result.ts'
import { type SummaryRow, summarize } from './summarize.ts'

/** Chance of one false claim or more per run. */
const significance = 0.05

/**
 * Which method has the highest test AUC, and whether paired DeLong tests (Holm-corrected over all pairs) separate
 * it from the others at 5 %.
 *
 * @throws RangeError if there is no method, or if methods were not tested on the same labels
 * @example
 * verdict(methods) // CT has the highest test AUC (0.913), ahead of CE by 0.021 [0.012, 0.030] (p < 0.001) in a paired DeLong test; …
 */
export function verdict(methods: readonly MethodResult[]): string {
  const rows = summarize(methods)
  const [first] = rows
  if (first === undefined) throw new RangeError('a verdict needs at least one method')
  if (rows.length === 1) return aloneSentence(first)
  const highest = Math.max(...rows.map(({ auc }) => auc))
  const leaders = methods.filter((_, i) => rows[i]?.auc === highest)
  const names = formatList(leaders.map(({ method }) => method))
  const lead = `${names} ${leaders.length === 1 ? 'has' : 'share'} the highest test AUC (${formatAuc(highest)})`
  const clauses = comparisonClauses(methods, leaders)
  return `${[lead, ...clauses].join(', ')}; this is one seed, and another may rank them differently.`
}

function aloneSentence({ method, auc, lower, upper }: SummaryRow): string {
  const interval = `95 % DeLong interval ${formatInterval(lower, upper)}`
  return `${method} has a test AUC of ${formatAuc(auc)} (${interval}) with one seed, and no other method to compare it with.`
}

function comparisonClauses(
  methods: readonly MethodResult[],
  leaders: readonly MethodResult[],
): readonly string[] {
  const comparisons = compareMethods(methods)
  const weakest = methods
    .filter((method) => !leaders.includes(method))
    .map((method) => weakestLead(comparisons, leaders, method))
  if (weakest.length === 0) return []
  const ahead = weakest.filter(({ pValue }) => pValue < significance).map(describeLead)
  const level = weakest.filter(({ pValue }) => !(pValue < significance)).map(describeDoubt)
  const tests =
    comparisons.length === 1
      ? 'in a paired DeLong test'
      : `in paired DeLong tests (Holm-corrected over ${comparisons.length} pairs)`
  return [
    ...(ahead.length > 0 ? [`ahead ${formatList(ahead)}`] : []),
    ...(level.length > 0 ? [`but cannot be told apart from ${formatList(level, 'or')}`] : []),
  ].map((clause, i, all) => (i === all.length - 1 ? `${clause} ${tests}` : clause))
}

/** The least certain of the leads over `method`: with tied leaders, a claim must hold for each. */
function weakestLead(
  comparisons: readonly Comparison[],
  leaders: readonly MethodResult[],
  method: MethodResult,
): Comparison {
  return comparisons
    .filter(({ better, worse }) => worse === method && leaders.includes(better))
    .reduce((a, b) => (b.pValue > a.pValue ? b : a))
}

function describeLead({ worse, difference, lower, upper, pValue }: Comparison): string {
  return `of ${worse.method} by ${formatDifference(difference, lower, upper)} (${formatPValue(pValue)})`
}

function describeDoubt({ worse, difference, lower, upper, pValue }: Comparison): string {
  return `${worse.method} (${formatDifference(difference, lower, upper)}, ${formatPValue(pValue)})`
}

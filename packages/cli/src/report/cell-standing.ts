/** How far a run is, and what has come out of it. */
import type { CollectedCell } from '@deepauc/experiments'
import type { CellResult, SweepCell } from '@deepauc/report'

type Standing = Pick<SweepCell, 'state' | 'result' | 'message' | 'soFar'>

export function cellStanding(cell: CollectedCell): Standing {
  const { state, curve } = cell
  if (state === 'done') {
    const result = resultOf(cell)
    return { state, ...(result && { result }) }
  }
  const message = messageOf(cell)
  const last = curve.at(-1)
  return {
    state: state === 'planned' || state === 'preempted' ? 'waiting' : state,
    ...(message && { message }),
    ...(last && {
      soFar: {
        gradientEvaluations: last.gradientEvaluations,
        validationAuc: last.validationAuc,
      },
    }),
  }
}

function messageOf({ state, lacks, message }: CollectedCell): string | undefined {
  if (state === 'diverged') return 'a loss became NaN or infinite'
  return state === 'lacking' ? `no folder was given for ${lacks}` : message
}

function resultOf({ result, curve, test }: CollectedCell): CellResult | undefined {
  if (!result?.best || !result.last) return undefined
  const { best, last, seconds, gradientEvaluations } = result
  return {
    validationAuc: best.validationAuc,
    testAuc: { best: best.testAuc, last: last.testAuc },
    ...(test && { test }),
    seconds,
    gradientEvaluations,
    curve,
  }
}

/** What a sweep has left undone, as an error that names the command that goes on. */
import { DataError } from '@deepauc/datasets'
import type { CellStatus, SweepStatus } from '@deepauc/experiments'
import { commandLine } from '../command-line.ts'
import { type RetryFlag, withRetry } from './retried.ts'
import { unchosenArms, unchosenText } from './unchosen-arms.ts'

/**
 * A tuning run that has diverged is an answer, as long as its arm has a choice.
 *
 * @param words of the command that goes on
 * @param isUnderWay whether others work on what is not done: then that is no error
 * @throws Error if anything is not done, with the exit code of its gravest reason: failed, lacking, undone, diverged
 */
export function checkComplete(
  status: SweepStatus,
  words: readonly string[],
  { isUnderWay = false }: { readonly isUnderWay?: boolean } = {},
): void {
  const left = isUnderWay ? [] : undone(status)
  const all = [failed(status), lacking(status), left, unchosen(status), diverged(status)].flat()
  const [gravest] = all
  if (!gravest) return
  const problem = all.map((gap) => gap.problem).join('\n')
  const remedy = remedyOf(all, words)
  if (gravest.kind === 'lacking') throw new DataError(problem, { remedy })
  const error = new Error(`${problem}\n${remedy}`)
  throw gravest.kind === 'diverged' ? Object.assign(error, { name: 'DivergedError' }) : error
}

interface Gap {
  readonly kind: 'failed' | 'lacking' | 'undone' | 'unchosen' | 'diverged'
  readonly problem: string
  /** What to give for missing data. */
  readonly give?: string
  readonly retry?: 'failed' | 'diverged'
  readonly hasGrid?: boolean
}

function failed({ counts }: SweepStatus): Gap[] {
  if (counts.failed === 0) return []
  const problem = runs(counts.failed, 'has failed', 'have failed')
  return [{ kind: 'failed', problem, retry: 'failed' }]
}

function lacking({ cells, counts }: SweepStatus): Gap[] {
  const sources = [...new Set(cells.filter(isIn('lacking')).map(({ lacks }) => lacks))]
  if (sources.length === 0) return []
  const problem = `${runs(counts.lacking, 'lacks', 'lack')} the files of ${sources.join(', ')}`
  const give = `--root ${sources[0]}=FOLDER, or --prepared ${sources[0]}=FOLDER`
  return [{ kind: 'lacking', problem, give }]
}

function undone({ counts, later }: SweepStatus): Gap[] {
  const states = (['preempted', 'planned', 'running'] as const).filter((state) => counts[state] > 0)
  if (states.length === 0) return []
  const count = states.reduce((sum, state) => sum + counts[state], 0)
  const how = states.map((state) => `${counts[state]} ${state}`).join(', ')
  const more = later > 0 ? `, and ${later} more when tuning is over` : ''
  return [{ kind: 'undone', problem: `${runs(count, 'is', 'are')} not done (${how})${more}` }]
}

function unchosen(status: SweepStatus): Gap[] {
  return unchosenArms(status).map((arm) => ({
    kind: arm.hasDiverged ? 'diverged' : 'unchosen',
    problem: unchosenText(arm),
    hasGrid: true,
    ...(arm.hasDiverged && { retry: 'diverged' }),
  }))
}

function diverged({ cells }: SweepStatus): Gap[] {
  const isFinal = ({ uses }: CellStatus) => uses.some(({ role }) => role === 'final')
  const count = cells.filter(isIn('diverged')).filter(isFinal).length
  if (count === 0) return []
  const problem = `${runs(count, 'has', 'have')} diverged: a loss became NaN or infinite`
  return [{ kind: 'diverged', problem, retry: 'diverged' }]
}

function remedyOf(gaps: readonly Gap[], words: readonly string[]): string {
  const give = gaps.flatMap((gap) => gap.give ?? [])
  if (gaps.every(({ kind }) => kind === 'lacking')) return `Give ${give}`
  const retries = new Set(gaps.flatMap(({ retry }) => retry ?? []))
  const retry: RetryFlag['retry'] = retries.size > 1 ? 'all' : [...retries][0]
  const goOn = [`go on with: ${commandLine(withRetry(words, retry))}`, ...give].join(', and give ')
  if (!gaps.some(({ hasGrid }) => hasGrid)) return capital(goOn)
  const isOnlyGrid = gaps.every(({ kind }) => kind === 'unchosen')
  return isOnlyGrid ? 'Change its grid in the profile' : `Change its grid, or ${goOn}`
}

function isIn(state: CellStatus['state']): (cell: CellStatus) => boolean {
  return (cell) => cell.state === state
}

function runs(count: number, one: string, many: string): string {
  return count === 1 ? `1 run ${one}` : `${count} runs ${many}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

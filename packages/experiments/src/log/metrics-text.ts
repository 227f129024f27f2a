/** What of a log is the same however often the run was interrupted. */
import { lineOf } from './event-lines.ts'

/** What the computation says; other events tell of a process: its start, its checkpoints, its signals. */
const metricKinds: readonly unknown[] = ['step', 'evaluation', 'end']

/** Fields, at any depth, that depend on the clock, the machine or the log. */
const clockFields: readonly string[] = ['seq', 'time', 'seconds', 'rate', 'eta', 'memory']

/** JSON Lines of the metrics in `events`, byte for byte equal for equal computations. */
export function metricsText(events: readonly object[]): string {
  return events
    .filter((event) => 'kind' in event && metricKinds.includes(event.kind))
    .map((event) => lineOf(withoutClock(event)))
    .join('')
}

function withoutClock<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutClock) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([name]) => !clockFields.includes(name))
  return Object.fromEntries(entries.map(([name, item]) => [name, withoutClock(item)])) as T
}

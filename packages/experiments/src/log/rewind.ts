/** What a resumed run says first: the lines after its checkpoint are overtaken. */
import { damaged, type LoggedEvent } from './event-lines.ts'

/** From here on, the lines after number `toSeq` count no more; 0 means all before. */
export interface RewindEvent {
  readonly kind: 'rewind'
  readonly toSeq: number
}

export function isRewind(event: object): event is RewindEvent {
  return 'kind' in event && event.kind === 'rewind'
}

/** What is wrong with a rewind in line `seq`, if anything. */
export function rewindProblem({ toSeq }: RewindEvent, seq: number): string | undefined {
  if (Number.isInteger(toSeq) && toSeq >= 0 && toSeq < seq) return undefined
  return `line ${seq} rewinds to ${toSeq}, which is no line before it`
}

/** The events that count, without those that rewind. @throws DataError if one of these is wrong */
export function withoutOvertaken(events: readonly LoggedEvent[], path: string): LoggedEvent[] {
  const kept: LoggedEvent[] = []
  for (const event of events) {
    if (!isRewind(event)) {
      kept.push(event)
      continue
    }
    const problem = rewindProblem(event, event.seq)
    if (problem) throw damaged(path, problem)
    kept.length = kept.findLastIndex(({ seq }) => seq <= event.toSeq) + 1
  }
  return kept
}

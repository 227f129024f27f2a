import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openEventLog, readEventLog } from '../src/log/event-log.ts'
import { metricsText } from '../src/log/metrics-text.ts'

const newPath = () => join(mkdtempSync(join(tmpdir(), 'metrics-')), 'events.jsonl')

/** Step `i` of a computation that is always the same, at any time. */
function step(i: number, clock: number): object {
  return {
    kind: 'step',
    time: clock,
    step: i,
    seconds: clock / 7,
    loss: Math.sin(i),
    memory: clock,
  }
}

const end = (clock: number) => ({
  kind: 'end',
  steps: 6,
  seconds: clock,
  curve: [{ steps: 6, seconds: clock, validationAuc: Number.NaN }],
})

test('of a run that was killed and resumed is that of one that was not', () => {
  const [whole, interrupted] = [newPath(), newPath()]
  const log = openEventLog(whole)
  log.append({ kind: 'start', host: 'one' })
  for (let i = 1; i <= 6; i++) log.append(step(i, i))
  log.append(end(7))
  log.close()

  const first = openEventLog(interrupted)
  first.append({ kind: 'start', host: 'two' })
  for (let i = 1; i <= 3; i++) first.append(step(i, 100 + i))
  const toSeq = first.append({ kind: 'checkpoint', step: 3 })
  first.append(step(4, 104))
  first.close()
  const second = openEventLog(interrupted)
  second.append({ kind: 'rewind', toSeq })
  second.append({ kind: 'resume', host: 'three' })
  for (let i = 4; i <= 6; i++) second.append(step(i, 200 + i))
  second.append(end(300))
  second.close()

  const text = metricsText(readEventLog(whole))
  expect(metricsText(readEventLog(interrupted))).toBe(text)
  expect(text.split('\n')).toHaveLength(8)
  expect(text.split('\n')[0]).toBe(`{"kind":"step","step":1,"loss":${Math.sin(1)}}`)
  expect(text.split('\n')[6]).toBe(
    '{"kind":"end","steps":6,"curve":[{"steps":6,"validationAuc":"NaN"}]}',
  )
})

test('differs where the computation does', () => {
  expect(metricsText([step(1, 1)])).not.toBe(metricsText([{ ...step(1, 1), loss: 0 }]))
  expect(metricsText([])).toBe('')
})

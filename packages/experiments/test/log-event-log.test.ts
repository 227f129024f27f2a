import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { openEventLog, readEventLog } from '../src/log/event-log.ts'
import { machineName } from '../src/log/machine-name.ts'

const failure = vi.hoisted(() => ({ afterBytes: Number.POSITIVE_INFINITY }))

// A disk that takes `afterBytes` more bytes, in pieces of at most 7, and then is full.
vi.mock('node:fs', async (load) => {
  const fs = await load<typeof import('node:fs')>()
  const writeSync = (file: number, bytes: Uint8Array, offset = 0) => {
    if (failure.afterBytes === Number.POSITIVE_INFINITY) return fs.writeSync(file, bytes, offset)
    const length = Math.min(7, bytes.length - offset, failure.afterBytes)
    if (length === 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
    failure.afterBytes -= length
    return fs.writeSync(file, bytes, offset, length)
  }
  return { ...fs, writeSync }
})

function newPath(): string {
  return join(mkdtempSync(join(tmpdir(), 'log-')), 'events.jsonl')
}

function write(path: string, events: readonly object[]): void {
  const log = openEventLog(path)
  for (const event of events) log.append(event)
  log.close()
}

describe('a log', () => {
  test('numbers its lines from 1 and goes on after it is opened again', () => {
    const path = newPath()
    const log = openEventLog(path)
    expect(log.seq).toBe(0)
    expect(log.append({ kind: 'step', loss: 0.5 })).toBe(1)
    expect(log.append({ kind: 'step', loss: 0.25 })).toBe(2)
    log.sync()
    log.close()
    const again = openEventLog(path, { sync: true })
    expect(again.seq).toBe(2)
    expect(again.append({ kind: 'end' })).toBe(3)
    again.close()
    expect(readFileSync(path, 'utf8')).toBe(
      '{"seq":1,"kind":"step","loss":0.5}\n{"seq":2,"kind":"step","loss":0.25}\n{"seq":3,"kind":"end"}\n',
    )
  })

  test('keeps numbers that JSON has not', () => {
    const path = newPath()
    const events = [
      { loss: Number.NaN, bounds: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] },
    ]
    write(path, events)
    expect(readEventLog(path)).toEqual([{ seq: 1, ...events[0] }])
    expect(() => JSON.parse(readFileSync(path, 'utf8'))).not.toThrow()
  })

  test('takes lines longer than any buffer', () => {
    const path = newPath()
    const text = 'ä€😀'.repeat(20_000)
    write(path, [{ text }, { text: 'short' }])
    expect(readFileSync(path).length).toBeGreaterThan(2 ** 17)
    expect(readEventLog(path).map((event) => event.text)).toEqual([text, 'short'])
  })

  test('can be read while it is open, before anything is in it, and not if it does not exist', () => {
    const path = newPath()
    expect(() => readEventLog(path)).toThrow('ENOENT')
    const log = openEventLog(path)
    expect(readEventLog(path)).toEqual([])
    log.append({ kind: 'step' })
    expect(readEventLog(path)).toHaveLength(1)
    log.close()
  })

  test('refuses what would make it unreadable', () => {
    const path = newPath()
    const log = openEventLog(path)
    log.append({ kind: 'step' })
    expect(() => log.append({ seq: 7 })).toThrow(RangeError)
    for (const toSeq of [2, -1, 0.5, undefined, Number.NaN])
      expect(() => log.append({ kind: 'rewind', toSeq })).toThrow(/rewinds to/)
    expect(log.append({ kind: 'rewind', toSeq: 1 })).toBe(2)
    log.close()
  })

  test.each([0, 1, 6, 7, 20, 33])(
    'stays whole when the disk is full after %d bytes',
    (afterBytes) => {
      const path = newPath()
      const log = openEventLog(path)
      log.append({ kind: 'step', step: 1 })
      const event = { kind: 'step', step: 2, text: 'something longer' }
      failure.afterBytes = afterBytes
      expect(() => log.append(event)).toThrow('no space left')
      failure.afterBytes = Number.POSITIVE_INFINITY
      expect(readEventLog(path)).toHaveLength(1)
      expect(log.append(event)).toBe(2)
      log.close()
      expect(readEventLog(path).map(({ step }) => step)).toEqual([1, 2])
    },
  )

  test('puts short writes together', () => {
    const path = newPath()
    failure.afterBytes = 10_000
    write(path, [{ text: 'x'.repeat(100) }, { text: 'y' }])
    failure.afterBytes = Number.POSITIVE_INFINITY
    expect(readEventLog(path)).toHaveLength(2)
  })
})

describe('a torn or damaged log', () => {
  const events = [
    { text: 'ä€' },
    { kind: 'rewind', toSeq: 0 },
    { kind: 'step', text: '😀\n' },
    { n: 1 },
  ]

  test('loses only the torn line, wherever it is torn, and goes on after it', () => {
    const whole = newPath()
    write(whole, events)
    const bytes = readFileSync(whole)
    const lines = bytes.toString('utf8').split('\n').slice(0, -1)
    const ends = lines.map((_, i) => Buffer.byteLength(`${lines.slice(0, i + 1).join('\n')}\n`))
    for (let cut = 0; cut <= bytes.length; cut++) {
      const path = newPath()
      writeFileSync(path, bytes.subarray(0, cut))
      const count = ends.filter((end) => end <= cut).length
      const seqs = [[], [1], [], [3], [3, 4]][count] as number[]
      expect(readEventLog(path).map(({ seq }) => seq)).toEqual(seqs)
      write(path, [{ kind: 'new' }])
      expect(readEventLog(path).map(({ seq }) => seq)).toEqual([...seqs, count + 1])
    }
  })

  test('drops a last line of zeros or without meaning', () => {
    for (const tail of ['\0\0\0\0', '\0\0\0\n', '"text"', 'null\n', '{"seq":5}']) {
      const path = newPath()
      write(path, events)
      appendFileSync(path, tail)
      expect(readEventLog(path).map(({ seq }) => seq)).toEqual([3, 4])
      write(path, [{ kind: 'new' }])
      expect(readEventLog(path).at(-1)).toEqual({ seq: 5, kind: 'new' })
    }
  })

  test.each([
    ['{"seq":1}\n{"seq":2\n{"seq":3}\n', 'line 2 is not an event'],
    ['{"seq":1}\n{"seq":3}\n', 'line 2 has the number 3'],
    ['{"seq":1}\n\n{"seq":2}\n', 'line 2 is not an event'],
    ['{"seq":1}\n{"seq":2,"text":"\xff"}\n{"seq":3}\n', 'line 2 is not an event'],
    ['[]\n{"seq":2}\n', 'line 1 has the number undefined'],
  ])('names the line of damage before the end (%#)', (text, problem) => {
    const path = newPath()
    writeFileSync(path, text, 'latin1')
    expect(() => readEventLog(path)).toThrow(`${path}: ${problem}`)
    expect(() => openEventLog(path)).toThrow(problem)
    expect(readFileSync(path, 'latin1')).toBe(text)
    expect(existsSync(`${path}.lock`)).toBe(false)
  })

  test('names the line of a rewind to nowhere', () => {
    const path = newPath()
    writeFileSync(path, '{"seq":1}\n{"seq":2,"kind":"rewind","toSeq":2}\n')
    expect(() => readEventLog(path)).toThrow('line 2 rewinds to 2, which is no line before it')
  })
})

describe('the property', () => {
  type Command = { rewind?: number; text?: string; cut?: number }
  const command: fc.Arbitrary<Command> = fc.oneof(
    { weight: 5, arbitrary: fc.record({ text: fc.string({ unit: 'binary', maxLength: 12 }) }) },
    { weight: 2, arbitrary: fc.record({ rewind: fc.double({ min: 0, max: 1, noNaN: true }) }) },
    { weight: 2, arbitrary: fc.record({ cut: fc.nat(60) }) },
  )

  /** By the definition: a line counts unless a later rewind goes to a line before it. */
  function model(lines: readonly { text?: string; toSeq?: number }[]): object[] {
    return lines.flatMap(({ text, toSeq }, i) => {
      const isOvertaken = lines.some((other, j) => j > i && (other.toSeq ?? i + 1) < i + 1)
      return toSeq !== undefined || isOvertaken ? [] : [{ seq: i + 1, text }]
    })
  }

  /** A log beside the lines that should be in it. */
  function experiment() {
    const path = newPath()
    const lines: { text?: string; toSeq?: number }[] = []
    const ends: number[] = []
    let log = openEventLog(path)
    return {
      append(line: { text: string } | { toSeq: number }) {
        log.append('toSeq' in line ? { kind: 'rewind', ...line } : line)
        lines.push(line)
        ends.push(readFileSync(path).length)
      },
      rewind(part: number) {
        this.append({ toSeq: Math.floor(part * lines.length) })
      },
      /** Ends the process while the last `bytes` are on their way to the disk. */
      cut(bytes: number) {
        log.close()
        const size = Math.max(0, (ends.at(-1) ?? 0) - bytes)
        writeFileSync(path, readFileSync(path).subarray(0, size))
        ends.splice(ends.filter((end) => end <= size).length)
        lines.splice(ends.length)
        this.check()
        log = openEventLog(path)
        expect(log.seq).toBe(lines.length)
      },
      check: () => expect(readEventLog(path)).toEqual(model(lines)),
      close: () => log.close(),
    }
  }

  function obey(run: ReturnType<typeof experiment>, { text, rewind, cut }: Command): void {
    if (cut !== undefined) run.cut(cut)
    else if (rewind !== undefined) run.rewind(rewind)
    else run.append({ text: text as string })
  }

  test('holds: what is read is what was written, less torn and overtaken lines', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 25 }), (commands) => {
        const run = experiment()
        for (const command of commands) obey(run, command)
        run.close()
        run.check()
      }),
      { seed: 8, numRuns: 300 },
    )
  })
})

describe('the lock', () => {
  /** Another process that holds the log open until it is killed. */
  async function otherWriter(path: string) {
    const code = `import { openEventLog } from ${JSON.stringify(
      new URL('../src/log/event-log.ts', import.meta.url).href,
    )}
      openEventLog(${JSON.stringify(path)}).append({ kind: 'step' })
      console.log('open')
      setInterval(() => {}, 1000)`
    const args = [
      '--import',
      'tsx',
      '--conditions=@deepauc/source',
      '--input-type=module',
      '-e',
      code,
    ]
    const child = spawn(process.execPath, args, { cwd: import.meta.dirname })
    await once(child.stdout, 'data')
    return child
  }

  test('refuses a second writer while the first one lives, and takes over when it is killed', async () => {
    const path = newPath()
    const child = await otherWriter(path)
    expect(() => openEventLog(path)).toThrow(
      `${path}: is being written by process ${child.pid}. End that process.`,
    )
    expect(readEventLog(path)).toHaveLength(1)
    child.kill('SIGKILL')
    await once(child, 'close')
    expect(existsSync(`${path}.lock`)).toBe(true)
    write(path, [{ kind: 'step' }])
    expect(readEventLog(path)).toHaveLength(2)
    expect(existsSync(`${path}.lock`)).toBe(false)
  })

  test('refuses a second writer in the same process', () => {
    const path = newPath()
    const log = openEventLog(path)
    expect(() => openEventLog(path)).toThrow(`process ${process.pid}`)
    log.append({ kind: 'step' })
    log.close()
    openEventLog(path).close()
  })

  test.skipIf(process.platform !== 'linux')(
    'is not held by a later process with the number',
    () => {
      const path = newPath()
      writeFileSync(`${path}.lock`, `${machineName()}\n${process.pid}\n1\n`)
      write(path, [{ kind: 'step' }])
      expect(readEventLog(path)).toHaveLength(1)
    },
  )

  test.each(['', 'nonsense', `${machineName()}\n\n\n`, `${machineName()}\n4194305\n5\n`])(
    'is taken over if it names no living process (%j)',
    (content) => {
      const path = newPath()
      writeFileSync(`${path}.lock`, content)
      openEventLog(path).close()
      expect(existsSync(`${path}.lock`)).toBe(false)
    },
  )

  test('of another machine is taken over; who loses it notices before the next line', () => {
    const path = newPath()
    writeFileSync(`${path}.lock`, 'another-machine\n12\n345\n')
    const log = openEventLog(path)
    log.append({ kind: 'step' })
    writeFileSync(`${path}.lock`, 'another-machine\n12\n345\n')
    expect(() => log.append({ kind: 'step' })).toThrow('a process that has taken it over')
    log.close()
    expect(readFileSync(`${path}.lock`, 'utf8')).toBe('another-machine\n12\n345\n')
    expect(readEventLog(path)).toHaveLength(1)
  })
})

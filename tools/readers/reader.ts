/** A Python program that answers lines with lines of JSON, so that its slow imports happen once. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pythonFile } from './environment.ts'

export interface Reader {
  ask<T>(question?: string): Promise<T>
  end(): Promise<void>
}

/** What Python's text has for numbers that JSON has not. */
const nonFinite: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
}

/** @param programs the folder of Python's programs */
export function startReader(programs: string, [script, ...args]: [string, ...string[]]): Reader {
  const child = spawn(join(programs, 'python'), [pythonFile(script), ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (text) => {
    errors = `${errors}${text}`.slice(-2000)
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async ask(question = '') {
      child.stdin.write(`${question}\n`)
      const line = await lines.next()
      if (line.done) throw new Error(`${script} has ended: ${errors}`)
      return JSON.parse(line.value, (_, value) => nonFinite[value as string] ?? value)
    },
    async end() {
      child.stdin.end()
      if (child.exitCode === null) await once(child, 'close')
    },
  }
}

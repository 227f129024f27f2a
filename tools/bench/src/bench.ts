/** Runs the benchmarks, prints tables and writes JSON. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { barLines, measureBars } from './bars.ts'
import { toJson } from './json.ts'
import { describeMachine, type Machine, machineLines } from './machine.ts'
import { measureMetrics } from './metrics.ts'
import { type Options, readOptions, usage } from './options.ts'
import { findPython, type Python } from './python.ts'
import { measureResnet20 } from './resnet20.ts'
import type { Result, Skipped } from './result.ts'
import { measureStartup } from './startup.ts'
import { tableLines } from './table.ts'

const benchmarks = {
  resnet20: { measure: measureResnet20, reference: 'pytorch-channels-last' },
  metrics: { measure: measureMetrics, reference: 'scikit-learn' },
  startup: { measure: measureStartup, reference: 'pytorch-channels-last' },
} as const

async function main(options: Options): Promise<void> {
  const python = await findPython()
  const machine = await describeMachine(options.threads, python)
  console.log(machineLines(machine).join('\n'))
  const rows: (Result | Skipped)[] = []
  for (const section of options.only)
    if (section !== 'machine') rows.push(...(await measure(section, options, python, machine)))
  if (options.json !== undefined) await writeFile(options.json, toJson(machine, rows))
}

async function measure(
  section: keyof typeof benchmarks,
  options: Options,
  python: Python,
  machine: Machine,
): Promise<(Result | Skipped)[]> {
  const { measure, reference } = benchmarks[section]
  const folder = await mkdtemp(join(tmpdir(), 'deepauc-bench-'))
  try {
    const rows = await measure(options, python, folder)
    for (const network of new Set(rows.map((row) => row.network))) {
      const table = rows.filter((row) => row.network === network)
      const lines = [network, ...machineLines(machine), '', ...tableLines(table, reference)]
      console.log(`\n${[...lines, '', ...barLines(measureBars(table))].join('\n')}`)
    }
    return rows
  } finally {
    await rm(folder, { recursive: true })
  }
}

let options: Options
try {
  options = readOptions(process.argv.slice(2))
} catch (error) {
  console.error(`${(error as Error).message}\n\n${usage}`)
  process.exit(1)
}
await main(options)

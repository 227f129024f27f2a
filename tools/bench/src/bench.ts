/** Runs the benchmarks, prints tables and writes JSON. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { barLines, measureBars } from './bars.ts'
import { toJson } from './json.ts'
import { measureLoader } from './loader.ts'
import { describeMachine, type Machine, machineLines } from './machine.ts'
import { measureMemory } from './memory.ts'
import { measureMetrics } from './metrics.ts'
import { measureDensenet121, measureEfficientNet } from './networks.ts'
import { type Options, readOptions, usage } from './options.ts'
import { comparePrecisions } from './precision.ts'
import { findPython, type Python } from './python.ts'
import { measureResnet20 } from './resnet20.ts'
import type { Result, Skipped } from './result.ts'
import { measureStartup } from './startup.ts'
import { tableLines } from './table.ts'

const benchmarks = {
  resnet20: { measure: measureResnet20, reference: 'pytorch-channels-last' },
  metrics: { measure: measureMetrics, reference: 'scikit-learn' },
  startup: { measure: measureStartup, reference: 'pytorch-channels-last' },
  densenet121: { measure: measureDensenet121, reference: 'pytorch-channels-last' },
  'efficientnet-v2-s': { measure: measureEfficientNet, reference: 'pytorch-channels-last' },
} as const

const trials = {
  memory: measureMemory,
  precision: comparePrecisions,
  loader: measureLoader,
} as const

async function main(options: Options): Promise<void> {
  const withPeers = options.only.some((section) => !isTrial(section))
  const python = withPeers ? await findPython() : { reason: 'no peers take part' }
  const machine = await describeMachine(options.threads, python)
  console.log(machineLines(machine).join('\n'))
  const rows: (Result | Skipped)[] = []
  for (const section of options.only)
    if (isTrial(section)) await attempt(section, options)
    else if (section !== 'machine') rows.push(...(await measure(section, options, python, machine)))
  if (options.json !== undefined) await writeFile(options.json, toJson(machine, rows))
}

async function measure(
  section: keyof typeof benchmarks,
  options: Options,
  python: Python,
  machine: Machine,
): Promise<(Result | Skipped)[]> {
  const { measure, reference } = benchmarks[section]
  const rows = await inFolder((folder) => measure(options, python, folder))
  for (const network of new Set(rows.map((row) => row.network))) {
    const table = rows.filter((row) => row.network === network)
    const lines = [network, ...machineLines(machine), '', ...tableLines(table, reference)]
    console.log(`\n${[...lines, '', ...barLines(measureBars(table))].join('\n')}`)
  }
  return rows
}

async function attempt(section: keyof typeof trials, options: Options): Promise<void> {
  console.log((await inFolder((folder) => trials[section](options, folder))).join('\n'))
}

function isTrial(section: string): section is keyof typeof trials {
  return Object.hasOwn(trials, section)
}

/** Gives an action a folder that goes away after it. */
async function inFolder<T>(action: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'deepauc-bench-'))
  try {
    return await action(folder)
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

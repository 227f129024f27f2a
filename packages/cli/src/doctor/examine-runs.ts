/** Whether runs are whole: their recipes, logs and checkpoints. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataError } from '@deepauc/datasets'
import { readEventLog } from '@deepauc/experiments'
import { commandLine } from '../command-line.ts'
import { readJson } from '../train/comparison-file.ts'
import { examineCheckpoints } from './examine-checkpoints.ts'

interface RunState {
  readonly folder: string
  readonly state: 'over' | 'can go on' | 'begins anew' | 'diverged' | 'damaged'
  /** Of the last event. */
  readonly step: number
  /** Those that are whole. */
  readonly checkpoints: readonly string[]
  readonly problems: readonly string[]
  /** What to do. */
  readonly advice: string
}

/**
 * Prints a line or more for each run, or one JSON object.
 *
 * @param folder of a run, or one with the folders of several
 * @throws DataError if there is none, or one is damaged beyond going on
 */
export async function examineRuns(folder: string, json: boolean): Promise<void> {
  const runs = await Promise.all(runFolders(folder).map((run) => examineRun(run, folder)))
  if (json) console.log(JSON.stringify({ runs }, undefined, 2))
  else console.log(runs.map(describe).join('\n'))
  const beyond = runs.filter(({ state }) => state === 'damaged').map((run) => run.folder)
  if (beyond.length === 0) return
  throw new DataError(`${beyond.join(', ')} cannot go on`, { remedy: 'See what is said above' })
}

function runFolders(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder).sort() : []
  const below = ['.', ...names].map((name) => join(folder, name))
  const runs = below.filter((path) => existsSync(join(path, 'run.json')))
  if (runs.length > 0) return runs
  throw new DataError('holds no run', {
    file: folder,
    remedy: 'Name a folder below runs/, or that of one training, which has a run.json',
  })
}

async function examineRun(folder: string, parent: string): Promise<RunState> {
  const recipe = problemIn(() => readJson(join(folder, 'run.json')))
  const log = examineLog(join(folder, 'events.jsonl'))
  const checkpoints = await examineCheckpoints(join(folder, 'checkpoints'))
  const whole = checkpoints.filter(({ problem }) => problem === undefined).map(({ name }) => name)
  const damaged = checkpoints.flatMap(({ name, problem }) =>
    problem === undefined ? [] : [`checkpoint ${name}: ${problem}`],
  )
  const noneIsWhole = damaged.length > 0 && whole.length === 0
  const isOver = existsSync(join(folder, 'result.json'))
  const isDamaged = recipe !== undefined || log.problem !== undefined || noneIsWhole
  const state = stateOf({ isOver, isDamaged, diverged: log.diverged, canGoOn: whole.length > 0 })
  const problems = [recipe, log.problem, log.note, ...damaged].filter((text) => text !== undefined)
  const advice = adviceFor(state, { folder, parent, whole, noneIsWhole })
  return { folder, state, step: log.step, checkpoints: whole, problems, advice }
}

function stateOf({
  isOver,
  isDamaged,
  diverged,
  canGoOn,
}: Readonly<Record<'isOver' | 'isDamaged' | 'diverged' | 'canGoOn', boolean>>): RunState['state'] {
  if (isOver) return 'over'
  if (isDamaged) return 'damaged'
  if (diverged) return 'diverged'
  return canGoOn ? 'can go on' : 'begins anew'
}

interface Circumstances {
  readonly folder: string
  readonly parent: string
  readonly whole: readonly string[]
  readonly noneIsWhole: boolean
}

function adviceFor(
  state: RunState['state'],
  { folder, parent, whole, noneIsWhole }: Circumstances,
): string {
  const resumed = folder === join(parent, '.') ? join(parent, '..') : parent
  const command = commandLine(['train', '--resume', resumed])
  if (state === 'over') return 'nothing to do'
  if (state === 'diverged')
    return 'begin another with a smaller learning rate or clipValue: it would diverge again'
  if (state === 'can go on') return `${command} goes on after ${whole.at(-1)}`
  if (state === 'begins anew') return `${command} begins anew, as there is no checkpoint yet`
  if (noneIsWhole)
    return `put a copy back, or delete ${join(folder, 'checkpoints')} and let ${command} begin anew`
  return 'put a copy back, or delete the folder'
}

interface LogState {
  /** Of the last event that has one. */
  readonly step: number
  readonly diverged: boolean
  readonly problem?: string
  readonly note?: string
}

function examineLog(file: string): LogState {
  if (!existsSync(file)) return { step: 0, diverged: false }
  let events: { readonly kind?: string; readonly step?: number }[] = []
  const problem = problemIn(() => {
    events = readEventLog(file) as unknown as typeof events
  })
  const isTorn = readFileSync(file).at(-1) !== 0x0a
  return {
    step: events.findLast(({ step }) => step !== undefined)?.step ?? 0,
    diverged: events.at(-1)?.kind === 'diverged',
    ...(problem !== undefined && { problem }),
    ...(isTorn && { note: `${file}: the last line is torn, which the next start mends` }),
  }
}

function problemIn(read: () => unknown): string | undefined {
  try {
    read()
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

function describe({ folder, state, step, checkpoints, problems, advice }: RunState): string {
  const count = checkpoints.length
  const first = `${folder}: ${state}, step ${step}, ${count} whole checkpoint${count === 1 ? '' : 's'}`
  return [first, ...problems.map((problem) => `  ${problem}`), `  ${advice}`].join('\n')
}

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { sources } from '@deepauc/datasets'
import { methodNames, networkNames, presetNames, profileNames } from '@deepauc/experiments'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { runCommand } from '../../packages/native/src/cli.ts'
import { root } from '../docs/blocks.ts'
import { argumentsOf, type ShellCommand, shellCommands } from '../docs/commands.ts'

interface Command {
  readonly args: readonly string[]
  opts(): Readonly<Record<string, unknown>>
}
type Action = (this: Command, ...args: unknown[]) => void

// The very module that the command line uses; its actions are replaced by one that remembers what was parsed.
const { Command } = createRequire(join(root, 'packages/cli/package.json'))('commander') as {
  readonly Command: { readonly prototype: { action(f: Action): unknown } }
}
const setAction = Command.prototype.action
const parsed: Command[] = []
let errors = ''

beforeEach(() => {
  parsed.length = 0
  errors = ''
  vi.spyOn(Command.prototype, 'action').mockImplementation(function (this: unknown) {
    return setAction.call(this as typeof Command.prototype, function () {
      parsed.push(this)
    })
  })
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      errors += text
      return true
    })
})
const { argv } = process
const listeners = process.stdout.listeners('error')
afterEach(() => {
  process.argv = argv
  process.exitCode = undefined
  for (const listener of process.stdout.listeners('error') as (() => void)[])
    if (!listeners.includes(listener)) process.stdout.off('error', listener)
})

/** Runs the command line itself as far as its actions. */
let runs = 0
async function parse(args: readonly string[]): Promise<Command | undefined> {
  process.argv = [...argv.slice(0, 2), ...args]
  process.exitCode = undefined
  await import(`${root}packages/cli/src/main.ts?run=${runs++}`)
  return process.exitCode === undefined ? parsed[0] : undefined
}

const commands = shellCommands()
const deepauc = commands.filter((command) => argumentsOf('deepauc', command) !== undefined)
const native = commands.filter((command) => argumentsOf('deepauc-native', command) !== undefined)
const rest = commands.filter((command) => !deepauc.includes(command) && !native.includes(command))

describe('deepauc', () => {
  test('there are such commands', () => {
    expect(deepauc.length).toBeGreaterThan(30)
  })

  test.each(deepauc)('$file: $line', async (command) => {
    const found = await parse(argumentsOf('deepauc', command) ?? [])
    expect(found, errors).toBeDefined()
    expect(unknownNames(found!)).toEqual([])
  })

  test('an unknown option, an unknown command and a missing argument are found', async () => {
    expect(await parse(['train', '--epochs', '3'])).toBeUndefined()
    expect(await parse(['fit'])).toBeUndefined()
    expect(await parse(['data', 'prepare', 'cifar10'])).toBeUndefined()
    expect(
      unknownNames((await parse(['train', '--recipe', 'table9/x', '--methods', 'CT,X']))!),
    ).toEqual(['X', 'table9/x'])
  })
})

/** What is asked for and not there. */
function unknownNames(command: Command): string[] {
  const { methods, network, recipe, profile, source } = command.opts()
  const lists: readonly (readonly [unknown, readonly string[]])[] = [
    [methods, methodNames],
    [network, networkNames],
    [recipe, presetNames()],
    [profile, profileNames()],
    [source, Object.keys(sources)],
  ]
  return lists.flatMap(([given, names]) => {
    const asked = [given ?? []].flat() as string[]
    return asked.filter((name) => !names.includes(name) && !name.endsWith('.yaml'))
  })
}

test.each(native)('$file: $line', async (command) => {
  const args = argumentsOf('deepauc-native', command) ?? []
  expect(['install', 'status']).toContain(args[0])
  // Help comes after the options are checked.
  vi.spyOn(console, 'log').mockImplementation(() => {})
  expect(await runCommand([...args, '--help'])).toBe(0)
})

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const foreign = /^(kubectl|git|cd|for|(.*\/)?(python[\d.]*|pip))$/

test.each(rest)('$file: $line', (command) => {
  expect(problemOf(command)).toBeUndefined()
})

test('a script and a file that are not there are found', () => {
  const at = { file: '', line: '' }
  expect(problemOf({ ...at, words: ['npm', 'run', 'nothing'] })).toContain('nothing')
  expect(problemOf({ ...at, words: ['node', 'tools/nothing.mjs'] })).toContain('nothing')
  expect(problemOf({ ...at, words: ['nothing'] })).toContain('nothing')
})

function problemOf({ words: [program = '', ...words] }: ShellCommand): string | undefined {
  if (foreign.test(program)) return undefined
  if (program === 'npm') return scriptProblem(words)
  const file = words.find((word) => /\.(ts|mjs|sh)$/.test(word))
  if (file === undefined) return `${program} is not known`
  return existsSync(join(root, file)) ? undefined : `there is no ${file}`
}

function scriptProblem([first = '', second = '']: readonly string[]): string | undefined {
  if (['install', 'ci', 'init', 'audit'].includes(first)) return undefined
  const script = first === 'run' ? second : first
  return script in scripts ? undefined : `there is no script ${script}`
}

import { spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { runCommand } from '../src/cli.ts'
import { wheelName } from '../src/wheels.ts'
import { makeWheel, offerOnly, TENSORFLOW_MEMBERS } from './fake-wheel.ts'
import { pathWith, temporaryFolder, temporaryProject } from './temporary.ts'

/** Runs a command in the project, and returns its exit code and what it prints. */
async function run(project: string, ...args: string[]) {
  vi.spyOn(process, 'cwd').mockReturnValue(project)
  const out = vi.spyOn(console, 'log').mockReturnValue()
  const error = vi.spyOn(console, 'error').mockReturnValue()
  const code = await runCommand(args)
  return { code, out: out.mock.calls.join('\n'), error: error.mock.calls.join('\n') }
}

beforeEach(() => {
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  vi.stubEnv('XDG_CACHE_HOME', temporaryFolder())
})

describe('arguments', () => {
  test.each([
    [[], 'the commands are install and status'],
    [['instal'], 'the commands are install and status'],
    [['install', 'tfjs-node'], 'the commands are install and status'],
    [['install', '--cpu'], "Unknown option '--cpu'"],
    [['install', '--tensorflow'], 'argument missing'],
    [['install', '--tensorflow', 'latest'], "not 'latest'"],
    [['install', '--tensorflow', '2.15.1', '--stock'], '--stock has a TensorFlow of its own'],
  ])('%j is a usage error', async (args, message) => {
    const { code, error } = await run(temporaryFolder(), ...args)
    expect(code).toBe(2)
    expect(error).toContain(message)
    expect(error).toContain('deepauc-native install [--gpu]')
  })

  test('--help explains them', async () => {
    const { code, out, error } = await run(temporaryFolder(), '--help')
    expect({ code, error }).toEqual({ code: 0, error: '' })
    expect(out).toContain('--tensorflow')
  })

  test('the exit code is that of the process', () => {
    const main = join(import.meta.dirname, '../src/main.ts')
    const args = ['--import', import.meta.resolve('tsx'), main]
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect(status).toBe(2)
    expect(stderr).toMatch(/^deepauc-native: the commands are/)
  })
})

test('a project without tfjs-node learns how to get it', async () => {
  const name = '@tensorflow/tfjs-node-gpu'
  expect(await run(temporaryFolder(), 'install', '--gpu')).toEqual({
    code: 1,
    out: '',
    error: `deepauc-native: ${name} is missing: npm install ${name}`,
  })
})

test('status of a package without a library', async () => {
  const { code, out } = await run(temporaryProject().project, 'status')
  expect(code).toBe(0)
  expect(out.split('\n')).toContain(
    '@tensorflow/tfjs-node 4.22.0 does not run: it has no native library',
  )
})

describe.skipIf(process.platform !== 'linux')('what is missing is said in one line', () => {
  const withoutPip = () => {
    const folder = pathWith('g++', 'make')
    writeFileSync(join(folder, 'python3'), '#!/bin/sh\nexit 1', { mode: 0o755 })
    return folder
  }

  test.each([
    ['Python', () => pathWith('g++', 'make'), /^Python 3 is missing: apt-get install python3-pip$/],
    [
      'pip',
      withoutPip,
      /^\S+python3 has no pip: apt-get install python3-pip, or \S+ -m ensurepip$/,
    ],
    [
      'a compiler',
      () => pathWith('python3'),
      /^a C\+\+ compiler and make are missing: apt-get install g\+\+ make$/,
    ],
  ])('%s', async (_, path, message) => {
    vi.stubEnv('PATH', path())
    vi.stubEnv('CXX', '')
    const { project, folder } = temporaryProject()
    const before = readdirSync(folder)
    // For a version that was asked for there is no last resort.
    const { code, error } = await run(project, 'install', '--tensorflow', '2.19.1')
    expect(code).toBe(1)
    expect(error.replace('deepauc-native: ', '')).toMatch(message)
    expect(readdirSync(folder)).toEqual(before)
  })

  test('a forged wheel ends the installation, without the last resort', async () => {
    const offered = temporaryFolder()
    offerOnly(offered)
    makeWheel(offered, { name: wheelName('cpu'), version: '2.15.1' }, TENSORFLOW_MEMBERS)
    const { project, folder } = temporaryProject()
    const before = readdirSync(folder)
    const { code, out, error } = await run(project, 'install')
    expect(code).toBe(1)
    expect(error).toMatch(/^deepauc-native: tensorflow\S+\.whl is corrupt or forged/)
    expect(out).not.toContain('last resort')
    expect(readdirSync(folder)).toEqual(before)
  })
})

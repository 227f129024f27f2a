import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { installNative } from '../src/index.ts'
import { kernelsName } from '../src/kernels.ts'
import { pathWith, temporaryFolder, temporaryProject } from './temporary.ts'

/** Leaves what tfjs-node's own script would, out of another installation instead of from Google's servers. */
const succeed = (donor: string) => `
require('node:child_process').execSync('command -v node-pre-gyp')
const fs = require('node:fs')
for (const part of ['deps', 'lib'])
  fs.cpSync('${donor}/' + part, part, { recursive: true, verbatimSymlinks: true })
fs.writeFileSync('deps/arguments', process.argv.slice(2).join(' '))`

const FAIL = "throw new Error('connect ECONNREFUSED')"

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')("tfjs-node's own", () => {
  let folder = ''
  const scriptIs = (source: string) => writeFileSync(join(folder, 'scripts/install.js'), source)
  const withoutPython = () => {
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    vi.stubEnv('XDG_CACHE_HOME', temporaryFolder())
    vi.stubEnv('PATH', pathWith('node', 'sh', 'g++', 'make'))
  }

  beforeEach(() => {
    folder = temporaryProject().folder
  })

  test('download is run beside the package and moved in', async () => {
    const { folder: donor } = temporaryProject()
    await installNative({ packageFolder: donor })
    scriptIs(succeed(donor))
    const status = await installNative({ packageFolder: folder, stock: true })
    expect(status.tensorflow).toBe('2.15.1')
    expect(status.record).toEqual({
      tensorflow: '2.15.1',
      variant: 'cpu',
      bindingSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      kernels: kernelsName(),
    })
    expect(readFileSync(join(folder, 'deps/arguments'), 'utf8')).toBe('cpu download')

    scriptIs(FAIL)
    const log = vi.fn()
    await installNative({ packageFolder: folder, stock: true, log })
    expect(log.mock.calls).toEqual([[expect.stringContaining('nothing to do')]])
  })

  test('download is the last resort', async () => {
    const { folder: donor } = temporaryProject()
    await installNative({ packageFolder: donor })
    scriptIs(succeed(donor))
    withoutPython()
    const log = vi.fn()
    const status = await installNative({ packageFolder: folder, log })
    expect(status.record?.wheelSha256).toBeUndefined()
    expect(log.mock.calls[0]?.[0]).toMatch(/^last resort, .*: Python 3 is missing/)
  })

  test('failure is told with the first one, and leaves the package as it was', async () => {
    scriptIs(FAIL)
    withoutPython()
    const before = readdirSync(folder)
    await expect(installNative({ packageFolder: folder })).rejects.toThrow(
      /^Python 3 is missing: .*; tfjs-node's own download failed \(Error: connect ECONNREFUSED\)/,
    )
    expect(readdirSync(folder)).toEqual(before)
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { ensureLibrary, type LibraryRequest } from '../src/library.ts'
import { wheelName } from '../src/wheels.ts'
import { makeWheel, offerOnly, TENSORFLOW_MEMBERS } from './fake-wheel.ts'
import { pathWith, temporaryFolder } from './temporary.ts'

const request: LibraryRequest = {
  tensorflow: '9.8.7',
  variant: 'cpu',
  force: false,
  log: () => {},
}

describe.skipIf(process.platform !== 'linux')('ensureLibrary', () => {
  let cache = ''
  let offered = ''

  beforeEach(() => {
    cache = temporaryFolder()
    offered = temporaryFolder()
    vi.stubEnv('XDG_CACHE_HOME', cache)
    offerOnly(offered)
    makeWheel(offered, { name: wheelName('cpu'), version: '9.8.7' }, TENSORFLOW_MEMBERS)
  })

  test('lays out what binding.gyp links to', async () => {
    const { folder, wheelSha256 } = await ensureLibrary(request)
    const name = `tensorflow-9.8.7-cpu-linux-${process.arch}`
    expect(folder).toBe(join(cache, 'deepauc', name))
    for (const link of ['libtensorflow.so', 'libtensorflow.so.2'])
      expect(basename(realpathSync(join(folder, 'lib', link)))).toBe('libtensorflow_cc.so.2')
    expect(basename(realpathSync(join(folder, 'lib', 'libtensorflow_framework.so')))).toBe(
      'libtensorflow_framework.so.2',
    )
    expect(existsSync(join(folder, 'include/tensorflow/c/c_api.h'))).toBe(true)
    expect(wheelSha256).toMatch(/^[0-9a-f]{64}$/)
    expect(readdirSync(join(cache, 'deepauc'))).toEqual([name])
  })

  test('needs neither Python nor a network the second time', async () => {
    const first = await ensureLibrary(request)
    vi.stubEnv('PATH', pathWith('node'))
    expect(await ensureLibrary(request)).toEqual(first)
    await expect(ensureLibrary({ ...request, force: true })).rejects.toThrow('Python 3 is missing')
  })

  test('refuses another wheel under the same name, and keeps the old library', async () => {
    const { folder } = await ensureLibrary(request)
    makeWheel(
      offered,
      { name: wheelName('cpu'), version: '9.8.7' },
      { ...TENSORFLOW_MEMBERS, 'tensorflow/libtensorflow_cc.so.2': 'another' },
    )
    await expect(ensureLibrary({ ...request, force: true })).rejects.toThrow('corrupt or forged')
    expect(readFileSync(join(folder, 'lib/libtensorflow.so'), 'utf8')).toBe('library')
    expect(readdirSync(join(cache, 'deepauc'))).toEqual([basename(folder)])
  })

  test('names the version that a wheel without the library lacks', async () => {
    makeWheel(offered, { name: wheelName('cpu'), version: '2.9.0' }, {})
    const old = ensureLibrary({ ...request, tensorflow: '2.9.0' })
    await expect(old).rejects.toThrow('TensorFlow 2.12 or newer')
    expect(readdirSync(join(cache, 'deepauc'))).toEqual([])
  })

  test('a run that is killed leaves nothing that the next one takes for complete', async () => {
    const programs = temporaryFolder()
    const started = join(programs, 'started')
    // Unpacks, and then never ends.
    const script = `#!/bin/sh\n${realpathSync(pathWith('python3'))}/python3 "$@" || exit 1
case "$*" in *zipfile*) touch ${started}; sleep 600;; esac`
    writeFileSync(join(programs, 'python3'), script, { mode: 0o755 })
    const library = new URL('../src/library.ts', import.meta.url)
    const source = `import { ensureLibrary } from '${library}'
await ensureLibrary({ tensorflow: '9.8.7', variant: 'cpu', force: false, log() {} })`
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', source],
      { env: { ...process.env, PATH: `${programs}:${process.env.PATH}` }, detached: true },
    )
    await vi.waitUntil(() => existsSync(started), { timeout: 20_000 })
    process.kill(-(child.pid as number), 'SIGKILL')
    await once(child, 'close')
    const [left = '', ...others] = readdirSync(join(cache, 'deepauc'))
    expect(left).toMatch(/^\.deepauc-/)
    expect(readdirSync(join(cache, 'deepauc', left))).toContain('tensorflow')
    expect(others).toEqual([])

    const { folder } = await ensureLibrary(request)
    expect(readdirSync(join(cache, 'deepauc'))).toEqual([basename(folder)])
  })
})

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { nodeDirectory, nodeGyp } from '../src/npm.ts'
import { run } from '../src/run.ts'
import { temporaryFolder } from './temporary.ts'

test('finds a node-gyp that runs', async () => {
  const [program, ...args] = nodeGyp()
  const { ok, stdout } = await run(program, [...args, '--version'])
  expect(ok).toBe(true)
  expect(stdout).toMatch(/^v\d+\./)
})

test('nodedir from the environment comes first, then from .npmrc, if headers are there', async () => {
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  const [first, second, empty] = [temporaryFolder(), temporaryFolder(), temporaryFolder()]
  for (const folder of [first, second]) {
    mkdirSync(join(folder, 'include/node'), { recursive: true })
    writeFileSync(join(folder, 'include/node/node_api.h'), '')
  }
  const config = join(empty, 'npmrc')
  writeFileSync(config, `nodedir=${second}\n`)
  vi.stubEnv('npm_config_userconfig', config)
  vi.stubEnv('npm_config_nodedir', first)
  expect(await nodeDirectory()).toBe(first)
  vi.stubEnv('npm_config_nodedir', undefined)
  expect(await nodeDirectory()).toBe(second)
  vi.stubEnv('npm_config_nodedir', empty)
  expect(await nodeDirectory()).not.toBe(empty)
})

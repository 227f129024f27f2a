import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { type Audit, audit } from '../audit.ts'

// npm itself asks a registry of our own.
const program = fileURLToPath(new URL('registry.mjs', import.meta.url))
let registry: ChildProcess | undefined

afterEach(() => {
  registry?.kill()
})

/** What the audit of a project with the package `name` says. */
async function auditOf(name: string, status: number, severity: string): Promise<Audit> {
  registry = spawn(process.execPath, [program, String(status), severity, name])
  const [port] = await once(registry.stdout!, 'data')
  const cwd = mkdtempSync(join(tmpdir(), 'deepauc-audit-'))
  const dependencies = { [name]: '6.2.1' }
  const packages = { '': { dependencies }, [`node_modules/${name}`]: { version: '6.2.1' } }
  writeFileSync(join(cwd, 'package.json'), JSON.stringify({ name: 'user', dependencies }))
  const lock = { name: 'user', lockfileVersion: 3, requires: true, packages }
  writeFileSync(join(cwd, 'package-lock.json'), JSON.stringify(lock))
  const env = {
    npm_config_registry: `http://127.0.0.1:${String(port).trim()}`,
    npm_config_fetch_retries: '0',
    npm_config_cache: join(cwd, 'cache'),
  }
  const answer = audit({ cwd, env })
  rmSync(cwd, { recursive: true })
  return answer
}

test.each(['high', 'critical'])('a %s finding is told', async (severity) => {
  expect(await auditOf('bad', 200, severity)).toEqual({
    findings: [`bad, ${severity}: Writes anywhere https://example.org/1`],
    accepted: [],
  })
})

test('moderate ones are not', async () => {
  expect(await auditOf('bad', 200, 'moderate')).toEqual({ findings: [], accepted: [] })
})

test('one that has a reason is told apart', async () => {
  expect(await auditOf('tar', 200, 'high')).toEqual({
    findings: [],
    accepted: ['tar, high: Writes anywhere https://example.org/1'],
  })
})

test('a registry without this service is no answer', async () => {
  const answer = await auditOf('bad', 405, 'high')
  expect(answer).toEqual({ unreachable: expect.stringContaining('405') })
})

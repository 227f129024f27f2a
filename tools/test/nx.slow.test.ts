import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { run } from '../release/run.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Graph {
  readonly graph: {
    readonly dependencies: Record<string, readonly { readonly target: string }[]>
  }
}

test('the graph of packages has no cycle', () => {
  const rest = new Map(Object.entries(arrows()))
  for (let sizeBefore = -1; rest.size !== sizeBefore; ) {
    sizeBefore = rest.size
    for (const [name, targets] of rest)
      if (targets.every((target) => !rest.has(target))) rest.delete(name)
  }
  expect([...rest.keys()]).toEqual([])
})

test('a change affects the package and those that use it, nothing else', () => {
  expect(affectedBy('packages/report/src/index.ts')).toEqual([
    '@deepauc/cli',
    '@deepauc/report',
    'tools',
  ])
  expect(affectedBy('packages/safetensors/src/index.ts')).toEqual([
    '@deepauc/cli',
    '@deepauc/experiments',
    '@deepauc/models',
    '@deepauc/runtime',
    '@deepauc/safetensors',
    '@deepauc/trainer',
    'example-browser',
    'tools',
  ])
})

test('a second build is taken from the cache, and another environment is another build', () => {
  const suite = randomUUID()
  expect(build(suite)).not.toMatch(/cache/)
  expect(build(suite)).toMatch(/Nx read the output from the cache instead of running the command/)
  expect(build(randomUUID())).not.toMatch(/cache/)
})

function build(suite: string): string {
  return nx(['run', '@deepauc/random:build'], { DEEPAUC_SUITE: suite })
}

function affectedBy(file: string): string[] {
  const output = nx(['show', 'projects', '--affected', `--files=${file}`, '--json'])
  return (JSON.parse(output) as string[]).sort()
}

function arrows(): Record<string, readonly string[]> {
  const file = join(mkdtempSync(join(tmpdir(), 'deepauc-nx-')), 'graph.json')
  nx(['graph', `--file=${file}`])
  const { dependencies } = (JSON.parse(readFileSync(file, 'utf8')) as Graph).graph
  const entries = Object.entries(dependencies)
  return Object.fromEntries(entries.map(([name, list]) => [name, list.map(({ target }) => target)]))
}

/** nx tells its children how it runs them; this one is on its own. */
function nx(args: readonly string[], extra: Record<string, string> = {}): string {
  const names = Object.keys(process.env).filter((name) => name.startsWith('NX_'))
  const env = { ...Object.fromEntries(names.map((name) => [name, undefined])), ...extra }
  return run([process.execPath, 'node_modules/nx/dist/bin/nx.js', ...args], { cwd: root, env })
}

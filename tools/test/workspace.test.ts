import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const run = (command: string, ...args: string[]) => {
  const path = join(root, 'node_modules/.bin', command)
  const { status, stdout, stderr } = spawnSync(path, args, { cwd: root, encoding: 'utf8' })
  return { status, output: `${stdout}${stderr}` }
}

/** Packages from the top of the design to the bottom; an arrow may only point down, or to the side where noted. */
const layers = [
  ['cli'],
  ['experiments', 'report'],
  ['trainer', 'datasets', 'models', 'runtime', 'sample-data', 'native'],
  ['losses', 'optimizers', 'metrics'],
  ['random', 'safetensors'],
]

interface Manifest {
  readonly dependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
  readonly scripts: Record<string, string>
}

const packages = readdirSync(join(root, 'packages')).map((folder) => {
  const text = readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8')
  return { ...(JSON.parse(text) as Manifest), name: folder }
})
const siblingsOf = ({ dependencies = {} }: (typeof packages)[number]) =>
  Object.keys(dependencies).flatMap((name) => name.match(/^@deepauc\/(.+)$/)?.[1] ?? [])

test('format, lint, undeclared imports, import cycles', () => {
  const { status, output } = run('biome', 'ci', '--colors=off', '.')
  expect(status, output).toBe(0)
})

test('nothing is unused: files, exports, dependencies', () => {
  const { status, output } = run('knip', '--no-progress')
  expect(status, output).toBe(0)
})

test('types of packages, tests and tools', () => {
  const { status, output } = run('tsc', '-b')
  expect(status, output).toBe(0)
})

test('every package has a layer, and depends on lower layers only', () => {
  const layerOf = (name: string) => layers.findIndex((layer) => layer.includes(name))
  expect(layers.flat().sort()).toEqual(packages.map(({ name }) => name).sort())
  for (const entry of packages)
    for (const sibling of siblingsOf(entry))
      expect(layerOf(sibling), `${entry.name} → ${sibling}`).toBeGreaterThan(layerOf(entry.name))
})

test('no sibling is a peer, and only runtime names a native back end', () => {
  for (const { name, dependencies = {}, peerDependencies = {} } of packages) {
    const peers = Object.keys(peerDependencies)
    expect(
      peers.filter((peer) => peer.startsWith('@deepauc/')),
      name,
    ).toEqual([])
    const native = [...Object.keys(dependencies), ...peers].filter((d) => d.includes('tfjs-node'))
    if (name !== 'runtime') expect(native, name).toEqual([])
  }
})

test('every package looks alike', () => {
  const files = ['LICENSE', 'README.md', 'package.json', 'src', 'test', 'tsconfig.json']
  const scripts = { build: 'tsc -b', test: 'vitest run --config ../../vitest.config.ts' }
  for (const entry of packages) {
    expect(readdirSync(join(root, 'packages', entry.name)), entry.name).toEqual(
      expect.arrayContaining(files),
    )
    expect(entry.scripts, entry.name).toMatchObject(scripts)
  }
})

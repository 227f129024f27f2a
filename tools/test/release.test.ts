import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { describeRelease } from '../release/describe.ts'
import { readManifests } from '../release/manifests.ts'
import { run } from '../release/run.ts'
import type { StagedPackage } from '../release/stage.ts'

// Every test works in a copy of what npm and changesets read: manifests, lock file, settings.
const root = fileURLToPath(new URL('../..', import.meta.url))
const folders = readdirSync(join(root, 'packages'))
const copies: string[] = []

afterEach(() => {
  for (const copy of copies.splice(0)) rmSync(copy, { recursive: true })
})

function copyManifests(): string {
  const copy = mkdtempSync(join(tmpdir(), 'deepauc-versions-'))
  copies.push(copy)
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const workspaces = Object.keys(packages).filter((path) => !path.includes('node_modules/'))
  for (const folder of workspaces) {
    mkdirSync(join(copy, folder), { recursive: true })
    cpSync(join(root, folder, 'package.json'), join(copy, folder, 'package.json'))
  }
  for (const path of ['package-lock.json', '.npmrc', '.changeset'])
    cpSync(join(root, path), join(copy, path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** As if all packages were at 0.1.0 and one changeset were pending. */
function release(folder: string, bump: 'patch' | 'minor'): string {
  const copy = copyManifests()
  for (const name of folders) {
    const file = join(copy, 'packages', name, 'package.json')
    const text = readFileSync(file, 'utf8')
      .replace(/("version": )"[^"]+"/, '$1"0.1.0"')
      .replaceAll(/("@deepauc\/[^"]+": )"\^[^"]+"/g, '$1"^0.1.0"')
    writeFileSync(file, text)
  }
  const pending = readdirSync(join(copy, '.changeset')).filter((file) => file.endsWith('.md'))
  for (const file of pending) rmSync(join(copy, '.changeset', file))
  const changeset = `---\n'@deepauc/${folder}': ${bump}\n---\n\nSomething else.\n`
  writeFileSync(join(copy, '.changeset/other.md'), changeset)
  run([process.execPath, join(root, 'node_modules/.bin/changeset'), 'version'], { cwd: copy })
  return copy
}

/** The packages that are no longer at 0.1.0, and what they are at. */
function raised(copy: string): Record<string, string> {
  const all = [...readManifests(copy)].map(([folder, { version }]) => [folder, version])
  return Object.fromEntries(all.filter(([, version]) => version !== '0.1.0'))
}

/** Those that have a package among the dependencies that users get. */
function dependentsOf(folder: string): readonly string[] {
  return [...readManifests(root)]
    .filter(([, { dependencies = {} }]) => `@deepauc/${folder}` in dependencies)
    .map(([name]) => name)
}

test('losses has dependents at run time, and others in development only', () => {
  expect(dependentsOf('losses')).toEqual(['experiments', 'trainer'])
  const { optimizers } = Object.fromEntries(readManifests(root))
  expect(optimizers?.devDependencies).toHaveProperty('@deepauc/losses', '*')
})

test.each(['losses', 'random', 'metrics'])('a patch of %s raises nothing else', (folder) => {
  expect(raised(release(folder, 'patch'))).toEqual({ [folder]: '0.1.1' })
})

test.each(folders)(
  'a minor of %s raises its run-time dependents by a patch, and no other',
  (folder) => {
    const copy = release(folder, 'minor')
    const dependents = dependentsOf(folder)
    const patches = Object.fromEntries(dependents.map((name) => [name, '0.1.1']))
    expect(raised(copy)).toEqual({ [folder]: '0.2.0', ...patches })
    for (const name of dependents) {
      expect(readManifests(copy).get(name)?.dependencies?.[`@deepauc/${folder}`]).toBe('^0.2.0')
      const changelog = readFileSync(join(copy, 'packages', name, 'CHANGELOG.md'), 'utf8')
      expect(changelog).toMatch(/^## 0\.1\.1\s+### Patch Changes\s+- Updated dependencies\s/m)
      expect(changelog).toContain(`- @deepauc/${folder}@0.2.0`)
    }
  },
)

test('release:version uses up the changesets, and leaves lock file and manifests in step', () => {
  const copy = copyManifests()
  const before = readManifests(copy)
  const tools = readFileSync(join(copy, 'tools/package.json'), 'utf8')
  const count = (lock: string) => lock.match(/"node_modules\//g)?.length
  const old = readFileSync(join(copy, 'package-lock.json'), 'utf8')
  run(['npm', 'run', 'release:version'], { cwd: copy })
  const text = readFileSync(join(copy, 'package-lock.json'), 'utf8')
  const lock = JSON.parse(text)
  for (const [folder, { version, dependencies = {} }] of readManifests(copy)) {
    if (before.get(folder)?.version === '0.0.0') expect(version, folder).toBe('0.1.0')
    const locked = lock.packages[`packages/${folder}`]
    expect({ dependencies: {}, ...locked }, folder).toMatchObject({ version, dependencies })
  }
  expect(readdirSync(join(copy, '.changeset'))).toEqual(['config.json'])
  expect(readFileSync(join(copy, 'tools/package.json'), 'utf8')).toBe(tools)
  expect(count(text)).toBe(count(old))
  expect(text).not.toContain('"resolved": "http')
})

test('what would be published is told with versions, sizes and changelog', () => {
  const staged = (folder: string, before: string): StagedPackage => ({
    folder,
    manifest: { name: `@deepauc/${folder}`, version: '0.1.1' },
    before,
    tarball: '',
    size: 2048,
    unpackedSize: 10240,
    files: ['a', 'b'],
    changelog: '### Patch Changes\n\n- Faster.',
  })
  const packages = [
    staged('losses', '0.1.0'),
    staged('metrics', '0.1.1'),
    staged('random', '0.1.1'),
  ]
  const answer = { losses: 'new', metrics: 'published', random: 'unknown' } as const
  const text = describeRelease(packages, ({ folder }) => answer[folder as keyof typeof answer])
  expect(text).toBe(`@deepauc/losses 0.1.0 → 0.1.1 (2 KiB packed, 10 KiB unpacked, 2 files)
  ### Patch Changes
  - Faster.

@deepauc/random 0.1.1 (2 KiB packed, 10 KiB unpacked, 2 files)
  ### Patch Changes
  - Faster.

Published already: @deepauc/metrics@0.1.1.

The registry did not answer: versions that it may have are listed too.

2 of 3 packages would be published, 4 KiB in all.`)
})

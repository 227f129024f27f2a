/** Empty projects of users, into which packed packages are installed. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../release/run.ts'
import type { StagedPackage } from '../release/stage.ts'

/** A package in the tree of a project, as its lock file has it. */
export interface Installed {
  readonly name: string
  readonly version: string
  readonly licence: string
}

/** How a project is installed. */
export interface InstallOptions {
  /** Names, or names with versions; those of `staged` come from their packed files. */
  readonly install: readonly string[]
  readonly staged: readonly StagedPackage[]
  /** Resolves and writes the lock file only. */
  readonly lockOnly?: boolean
  readonly overrides?: Readonly<Record<string, unknown>>
}

/** Makes the project, or adds to it. @returns everything that npm puts into it, for all platforms */
export function installProject(
  folder: string,
  { install, staged, lockOnly = false, overrides = {} }: InstallOptions,
): readonly Installed[] {
  // Siblings come from their packed files, whoever asks for them.
  const files: Readonly<Record<string, string>> = Object.fromEntries(
    staged.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]),
  )
  const dependencies = Object.fromEntries(
    install.map((spec) => {
      const [, name = '', version = 'latest'] = /^(@?[^@]+)(?:@(.+))?$/.exec(spec) ?? []
      return [name, files[name] ?? version]
    }),
  )
  const manifest = {
    name: 'user',
    private: true,
    type: 'module',
    dependencies,
    overrides: { ...files, ...overrides },
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  const flags = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']
  run(['npm', 'install', ...flags, ...(lockOnly ? ['--package-lock-only'] : [])], { cwd: folder })
  return readLock(folder)
}

interface Lock {
  readonly packages: Readonly<Record<string, { version: string; license?: string }>>
}

function readLock(folder: string): readonly Installed[] {
  const { packages }: Lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, { version, license }]) => {
      const name = path.split('node_modules/').at(-1) ?? path
      return { name, version, licence: license ?? 'none' }
    })
}

/** What a release would do but for publishing: raises the versions, builds and packs, all in a copy of the work tree. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { copyWorkTree } from './copy-work-tree.ts'
import { type Manifest, readManifests } from './manifests.ts'
import { attempt, run } from './run.ts'

/** A package as npm would get it. */
export interface StagedPackage {
  /** Its folder in `packages`. */
  readonly folder: string
  readonly manifest: Manifest
  /** The version in the work tree. */
  readonly before: string
  /** The path of the packed file. */
  readonly tarball: string
  /** Bytes, packed and unpacked. */
  readonly size: number
  readonly unpackedSize: number
  readonly files: readonly string[]
  /** What CHANGELOG.md says about this version. */
  readonly changelog: string
}

/** All packages, and the copy that they were made in. */
export interface Stage {
  readonly copy: string
  readonly packages: readonly StagedPackage[]
}

/** @param root  the work tree, with everything installed */
export function stageRelease(root: string): Stage {
  const copy = copyWorkTree(root)
  const before = readManifests(copy)
  run(['npm', 'run', 'release:version'], { cwd: copy, env: history(root) })
  run(['npm', 'run', 'release:build'], { cwd: copy })
  const after = readManifests(copy)
  const packed = pack(copy, [...after.keys()])
  const packages = [...after].map(([folder, manifest]) => {
    const { filename = '', files, ...sizes } = packed.get(manifest.name) ?? {}
    return {
      folder,
      manifest,
      before: before.get(folder)?.version ?? manifest.version,
      tarball: join(copy, 'tarballs', filename),
      size: sizes.size ?? 0,
      unpackedSize: sizes.unpackedSize ?? 0,
      files: files?.map(({ path }) => path).sort() ?? [],
      changelog: changelogOf(join(copy, 'packages', folder, 'CHANGELOG.md'), manifest.version),
    }
  })
  return { copy, packages }
}

/** Changelogs name the commits of their changesets. A shallow clone knows none, and changesets would fetch more. */
function history(root: string): NodeJS.ProcessEnv {
  const git = (question: string) => attempt(['git', 'rev-parse', question], { cwd: root }).stdout
  if (git('--is-shallow-repository').trim() !== 'false') return {}
  return { GIT_DIR: git('--absolute-git-dir').trim(), GIT_OPTIONAL_LOCKS: '0' }
}

interface Packed {
  readonly name: string
  readonly filename: string
  readonly size: number
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string }[]
}

function pack(copy: string, folders: readonly string[]): ReadonlyMap<string, Partial<Packed>> {
  mkdirSync(join(copy, 'tarballs'))
  const workspaces = folders.flatMap((folder) => ['--workspace', join('packages', folder)])
  const command = ['npm', 'pack', '--json', '--pack-destination', 'tarballs', ...workspaces]
  const packed: Packed[] = JSON.parse(run(command, { cwd: copy }))
  return new Map(packed.map((entry) => [entry.name, entry]))
}

function changelogOf(file: string, version: string): string {
  if (!existsSync(file)) return ''
  const sections = readFileSync(file, 'utf8').split(/^## /m)
  const section = sections.find((text) => text.startsWith(`${version}\n`)) ?? ''
  return section.slice(version.length).trim()
}

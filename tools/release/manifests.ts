/** The published packages of a work tree, by what their package.json says. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What is read of a package.json. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly bin?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** All that are not private, by the name of their folder in `packages`. */
export function readManifests(root: string): ReadonlyMap<string, Manifest> {
  const folders = readdirSync(join(root, 'packages'))
  const all = folders.map((folder) => [folder, read(root, folder)] as const)
  return new Map(all.filter(([, manifest]) => !manifest.private))
}

function read(root: string, folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'))
}

/** The files of one run. */
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment } from './environment.ts'
import type { Recipe } from './recipe/recipe.ts'

/** What a run was begun with. */
export interface RunIdentity {
  readonly recipe: Recipe
  /** Of all that the result depends on. */
  readonly hash: string
  readonly environment: Environment
}

export interface RunFiles {
  readonly folder: string
  readonly checkpoints: string
  readonly events: string
  path(name: string): string
  /** Writes a whole file; it appears complete or not at all. */
  write(name: string, content: string | Uint8Array): Promise<void>
  /** The content of a file as JSON, if it is there. */
  readJson<T>(name: string): T | undefined
}

/** @throws Error of the system if the folder cannot be made */
export async function runFiles(folder: string): Promise<RunFiles> {
  await mkdir(folder, { recursive: true })
  const path = (name: string) => join(folder, name)
  return {
    folder,
    checkpoints: path('checkpoints'),
    events: path('events.jsonl'),
    path,
    async write(name, content) {
      await writeFile(`${path(name)}.tmp`, content, { flush: true })
      await rename(`${path(name)}.tmp`, path(name))
    },
    readJson: (name) =>
      existsSync(path(name)) ? JSON.parse(readFileSync(path(name), 'utf8')) : undefined,
  }
}

/** Where the computation of a run could differ by its last bits. */
const bitFields = ['backend', 'threads', 'node', 'tensorflow', 'arch', 'kernels'] as const

/**
 * Notes what the run is begun with, or compares it with what it was begun with.
 *
 * @returns names of what is different and may change the last bits of the result
 * @throws RangeError if the folder holds the run of another recipe, or the bits may change and `allowDrift` is not set
 */
export async function identify(
  files: RunFiles,
  identity: RunIdentity,
  allowDrift: boolean,
): Promise<string[]> {
  const before = files.readJson<RunIdentity>('run.json')
  if (!before) {
    await files.write('run.json', `${JSON.stringify(identity, null, 2)}\n`)
    return []
  }
  if (before.hash !== identity.hash)
    throw new RangeError(
      `${files.folder} holds the run of another recipe; choose another folder, or the settings in its run.json`,
    )
  const drift = bitFields
    .filter((name) => before.environment[name] !== identity.environment[name])
    .map(
      (name) =>
        `${name} ${before.environment[name] ?? 'none'} → ${identity.environment[name] ?? 'none'}`,
    )
  if (drift.length > 0 && !allowDrift)
    throw new RangeError(
      `${files.folder} was begun elsewhere (${drift.join(', ')}), so that the result may differ in its last bits; ` +
        'go on there, or with --allow-drift',
    )
  return drift
}

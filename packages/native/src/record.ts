/** The note in a tfjs-node package that says what was installed into it. */
import { readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Variant } from './tfjs-package.ts'

/** What was installed into a tfjs-node package, as its `deepauc.json` keeps it. */
export interface InstallRecord {
  readonly tensorflow: string
  readonly variant: Variant
  /** Hash of the wheel that the library came in; none when it is tfjs-node's own download. */
  readonly wheelSha256?: string
  readonly bindingSha256: string
  /** Name of the kernels of our own that lie beside the binding. */
  readonly kernels?: string
}

/** Path of the record inside the package. */
export const RECORD_PATH: string = join('deps', 'deepauc.json')

/** The record in a package, if a complete installation has left one. */
export function readRecord(packageFolder: string): InstallRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(packageFolder, RECORD_PATH), 'utf8'))
  } catch {
    return undefined
  }
}

/** Replaces the record in a package. */
export async function writeRecord(packageFolder: string, record: InstallRecord): Promise<void> {
  const file = join(packageFolder, RECORD_PATH)
  await writeFile(`${file}.new`, JSON.stringify(record))
  await rename(`${file}.new`, file)
}

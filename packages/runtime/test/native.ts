/** Whether the native part of tfjs-node is there. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The folder of a package in the workspace. */
export function packageFolder(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
}

const present = existsSync(join(packageFolder('@tensorflow/tfjs-node'), 'lib'))

/** What to pass to `describe.skipIf`, and what to say then. */
export const native = {
  absent: !present,
  why: present ? '' : ' (skipped: tfjs-node has no native part here)',
}

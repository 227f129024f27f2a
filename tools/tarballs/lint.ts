/** Whether a packed package is in order for npm and for TypeScript: publint and "are the types wrong?". */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from '../release/run.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** @throws Error with what they find */
export function lint(tarball: string): void {
  const program = (name: string) => join(root, 'node_modules/.bin', name)
  run([program('publint'), tarball, '--strict'], { cwd: root })
  run([program('attw'), tarball, '--profile', 'esm-only', '--format', 'ascii'], { cwd: root })
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder that lives as long as the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'datasets-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The bytes of an IDX file of unsigned bytes. */
export function idxBytes(shape: number[], data: Iterable<number>): Uint8Array {
  const sizes = shape.flatMap((size) => [size >>> 24, size >>> 16, size >>> 8, size])
  return Uint8Array.from([0, 0, 8, shape.length, ...sizes, ...data])
}

/** The path of a new file that holds `bytes`. */
export function fileOf(
  bytes: Uint8Array,
  name = 'file',
  folder: string = temporaryFolder(),
): string {
  const file = join(folder, name)
  writeFileSync(file, bytes)
  return file
}

/** Debian's Chromium, or what `CHROMIUM` names. */
import { existsSync } from 'node:fs'
import { ensurePrograms } from '../debian-packages.ts'

const packaged = '/usr/bin/chromium'

/**
 * Path of the program, after it was installed if it was missing.
 *
 * @throws Error if it cannot be installed
 */
export function chromiumProgram(): string {
  const program = process.env.CHROMIUM
  if (program) {
    if (existsSync(program)) return program
    throw new Error(`${program}, which CHROMIUM names, is missing`)
  }
  // Without fonts it shows no text.
  const packages = ['chromium', 'fonts-liberation']
  ensurePrograms([packaged], { packages, size: '0.4 GB', variable: 'CHROMIUM' })
  return packaged
}

/** Folders that go away with the test. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { findProgram } from '../src/find-program.ts'
import { packageName, type Variant } from '../src/tfjs-package.ts'

const INSTALLED = {
  cpu: import.meta.resolve('@tensorflow/tfjs-node/package.json'),
  gpu: import.meta.resolve('@tensorflow/tfjs-node-gpu/package.json'),
}

/** An empty folder. */
export function temporaryFolder(parent: string = tmpdir()): string {
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, 'deepauc-native-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/**
 * A project with a copy of tfjs-node as npm leaves it, without a native library.
 *
 * @returns the project and the package in it
 */
export function temporaryProject(variant: Variant = 'cpu'): { project: string; folder: string } {
  const original = dirname(fileURLToPath(INSTALLED[variant]))
  const modules = join(original, '../..')
  // Below node_modules, so that the copy finds what it requires.
  const project = temporaryFolder(join(modules, '.cache'))
  const folder = join(project, 'node_modules', packageName(variant))
  const native = ['deps', 'lib'].map((part) => join(original, part))
  cpSync(original, folder, { recursive: true, filter: (source) => !native.includes(source) })
  return { project, folder }
}

/** A PATH with the named programs of this machine, and nothing else. */
export function pathWith(...programs: readonly string[]): string {
  const folder = temporaryFolder()
  for (const program of programs) {
    const file = findProgram(program)
    if (file === undefined) throw new Error(`this test needs ${program}`)
    symlinkSync(file, join(folder, program))
  }
  return folder
}

/** A copy of the work tree in which versions can be raised, and packages built, without touching the original. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { run } from './run.ts'

/** Copies all files but those that git ignores, and links what is installed. @returns the new folder */
export function copyWorkTree(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'deepauc-release-'))
  const list = run(['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
  })
  for (const file of list.split('\0').filter((name) => name && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    copyFileSync(join(root, file), join(copy, file))
  }
  linkModules(root, copy)
  return copy
}

/** Siblings must be those of the copy; everything else is shared. */
function linkModules(root: string, copy: string): void {
  const modules = join(copy, 'node_modules')
  mkdirSync(join(modules, '@deepauc'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name === '.bin' || !/^\.|^@deepauc$/.test(name))
      symlinkSync(join(root, 'node_modules', name), join(modules, name))
  for (const name of readdirSync(join(copy, 'packages'))) {
    symlinkSync(join('../../packages', name), join(modules, '@deepauc', name))
    const own = join(root, 'packages', name, 'node_modules')
    if (existsSync(own)) symlinkSync(own, join(copy, 'packages', name, 'node_modules'))
  }
}

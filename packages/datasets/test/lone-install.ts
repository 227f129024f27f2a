import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { temporaryFolder } from './files.ts'

const PACKAGES = join(import.meta.dirname, '..', '..')
const ROOT = join(PACKAGES, '..')
const require = createRequire(import.meta.url)

/**
 * A folder with what `npm install @deepauc/datasets` brings and nothing else: the compiled package, its dependencies,
 * and the optional ones in `extras`. Returns where the compiled files are.
 */
export function loneInstall(extras: readonly string[] = []): string {
  const folder = temporaryFolder()
  const modules = join(folder, 'node_modules')
  compile(folder)
  for (const name of ['datasets', 'random']) {
    const target = join(modules, '@deepauc', name)
    cpSync(join(folder, 'compiled', name, 'src'), join(target, 'dist'), { recursive: true })
    copyFileSync(join(PACKAGES, name, 'package.json'), join(target, 'package.json'))
  }
  const { dependencies } = require('../package.json') as { dependencies: Record<string, string> }
  for (const name of [...Object.keys(dependencies), ...extras])
    if (!name.startsWith('@deepauc/')) link(name, modules)
  return join(modules, '@deepauc', 'datasets', 'dist')
}

/** Links resolve to the checkout, where a dependency finds its own; the copied files do not. */
function link(name: string, modules: string) {
  const target = join(modules, name)
  mkdirSync(dirname(target), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules', name), target)
}

function compile(folder: string) {
  const config = {
    extends: join(ROOT, 'tsconfig.base.json'),
    compilerOptions: {
      composite: false,
      isolatedDeclarations: false,
      declarationMap: false,
      sourceMap: false,
      noCheck: true,
      rootDir: PACKAGES,
      outDir: join(folder, 'compiled'),
      typeRoots: [join(ROOT, 'node_modules', '@types')],
    },
    include: [join(PACKAGES, 'datasets', 'src'), join(PACKAGES, 'random', 'src')],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  execFileSync(join(ROOT, 'node_modules', '.bin', 'tsc'), ['-p', folder])
}

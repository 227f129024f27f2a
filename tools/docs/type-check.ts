/** Modules as files in a folder of their own, and what TypeScript says of them. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './blocks.ts'

/** Writes the modules into an empty folder below `node_modules/.cache`; returns the file of each title. */
export function writeModules(
  name: string,
  modules: ReadonlyMap<string, string>,
): { folder: string; files: ReadonlyMap<string, string> } {
  const folder = join(root, 'node_modules/.cache', name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const files = [...modules].map(([title, code]) => {
    const file = join(folder, `${title.replaceAll(/\W+/g, '-')}.ts`)
    // A module even without imports.
    writeFileSync(file, `${code}\nexport {}\n`)
    return [title, file] as const
  })
  return { folder, files: new Map(files) }
}

/** The errors of all modules in the folder; `''` if there are none. */
export function typeErrors(folder: string): string {
  const config = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: {
      rootDir: root,
      noEmit: true,
      composite: false,
      declarationMap: false,
      tsBuildInfoFile: null,
      isolatedDeclarations: false,
      noUnusedLocals: false,
      // As in most projects of those who read an example.
      noUncheckedIndexedAccess: false,
      allowImportingTsExtensions: true,
      rewriteRelativeImportExtensions: false,
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: ['*.ts'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  return spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' }).stdout
}

/** Uses an installed package as its readers would: every export, the types, the examples of its README. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Manifest } from '../release/manifests.ts'
import { attempt, run } from '../release/run.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** How TypeScript may look for packages, with a form of modules that goes with it. */
const resolutions = [
  ['node16', 'node16'],
  ['nodenext', 'nodenext'],
  ['bundler', 'esnext'],
] as const

/** @throws Error unless every export of the package can be imported, and every command of it says how it is used */
export function importExports(project: string, { name, exports = {}, bin = {} }: Manifest): void {
  const paths = JSON.stringify(entries(name, exports))
  const code = `for (const path of ${paths})
    if (Object.keys(await import(path)).length === 0) throw new Error(path + ' is empty')`
  run([process.execPath, '--input-type=module', '-e', code], { cwd: project })
  for (const command of Object.keys(bin)) {
    const program = join(project, 'node_modules/.bin', command)
    if (!run([program, '--help'], { cwd: project }).includes(`${command} `))
      throw new Error(`${command} --help does not say how it is used`)
  }
}

/** Writes `example-1.ts` and so on, and a file that imports every export. */
export function writeExamples(
  project: string,
  { name, exports = {} }: Manifest,
  examples: readonly string[],
): void {
  const imports = entries(name, exports).map((path, i) => `export * as m${i} from '${path}'`)
  writeFileSync(join(project, 'exports.ts'), `${imports.join('\n')}\nexport {}\n`)
  for (const [i, code] of examples.entries())
    writeFileSync(join(project, `example-${i + 1}.ts`), code)
  const compilerOptions = {
    strict: true,
    target: 'ES2022',
    lib: ['ES2023'],
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
    outDir: 'out',
    skipLibCheck: false,
  }
  const config = { compilerOptions, include: ['*.ts'] }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(config))
}

/**
 * Compiles the examples into `out`.
 *
 * @throws Error with what TypeScript finds in them or in our declarations, in one of the ways to resolve
 */
export function checkTypes(project: string): void {
  for (const [moduleResolution, module] of resolutions) {
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const flags = ['--moduleResolution', moduleResolution, '--module', module]
    const command = [process.execPath, tsc, '-p', '.', '--pretty', 'false', ...flags]
    const { status, stdout, stderr } = attempt(command, { cwd: project })
    if (status !== 0 && stdout === '') throw new Error(stderr)
    // Declarations of others have errors of their own: names of browsers, which are not loaded here.
    const ours = stdout
      .split('\n')
      .filter((line) => line !== '' && !/^(node_modules\/(?!@deepauc)|\s)/.test(line))
    if (ours.length > 0) throw new Error(`${moduleResolution}:\n${ours.join('\n')}`)
  }
}

/** Names by which others can import code. */
function entries(name: string, exports: Readonly<Record<string, unknown>>): readonly string[] {
  const paths = Object.keys(exports).filter((path) => !path.endsWith('.json'))
  return paths.map((path) => `${name}${path.slice(1)}`)
}

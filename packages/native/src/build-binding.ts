/** Compiles the N-API binding from the sources in a tfjs-node package. */
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cacheFolder } from './cache.ts'
import { findProgram } from './find-program.ts'
import type { Library } from './library.ts'
import { MissingError } from './missing-error.ts'
import { nodeDirectory, nodeGyp, npm } from './npm.ts'
import { findPython } from './python.ts'
import { run } from './run.ts'
import { bindingPath, type TfjsPackage } from './tfjs-package.ts'
import { inWorkFolder, moveInto } from './work-folder.ts'

// What node-gyp needs from the headers of a Node beside the four of Node-API.
const COMMON_GYPI = `{ 'target_defaults': {
  'default_configuration': 'Release',
  'configurations': { 'Release': {} },
  'cflags': ['-O2'],
  'cflags_cc': ['-std=gnu++17'],
} }`

/** The C++ compiler of this machine, for which make is there. */
export function findCompiler(): string {
  const compiler = findCxx()
  if (findProgram('make') !== undefined) return compiler
  throw new MissingError('make is missing: apt-get install make')
}

/** The C++ compiler of this machine. */
export function findCxx(): string {
  const compiler = process.env.CXX || findProgram('g++', 'c++', 'clang++')
  if (compiler !== undefined) return compiler
  throw new MissingError('a C++ compiler and make are missing: apt-get install g++ make')
}

/** Builds the binding of `target` against `library` into `file`. */
export async function buildBinding(
  target: TfjsPackage,
  library: Library,
  file: string,
): Promise<void> {
  const compiler = findCompiler()
  const python = await findPython()
  // Not in the cache: make cannot work in a path with spaces, as a home folder may have.
  await inWorkFolder(tmpdir(), async (work) => {
    for (const part of ['binding', 'binding.gyp', 'package.json'])
      await cp(join(target.folder, part), join(work, part), { recursive: true })
    await mkdir(join(work, 'deps'))
    for (const part of ['lib', 'include'])
      await symlink(join(library.folder, part), join(work, 'deps', part))
    const nodedir = (await nodeDirectory()) ?? (await fetchHeaders(work))
    const built = join(work, bindingPath(target))
    const [program, ...args] = nodeGyp()
    const result = await run(
      program,
      [
        ...[...args, 'rebuild', '--jobs=max', `--python=${python}`],
        // What node-pre-gyp would pass.
        ...['--module_name=tfjs_binding', `--module_path=${dirname(built)}`],
        `--napi_build_version=${target.napi}`,
      ],
      { cwd: work, env: { CXX: compiler, npm_config_nodedir: nodedir } },
    )
    if (!result.ok) throw await buildError(`${result.stdout}${result.stderr}${result.ending}\n`)
    await inWorkFolder(dirname(file), async (beside) => {
      await cp(built, join(beside, 'binding'))
      await moveInto(file, join(beside, 'binding'))
    })
  })
}

/** Gets the headers of Node-API from npm, for a Node that came without any. */
async function fetchHeaders(work: string): Promise<string> {
  const [program, ...args] = npm()
  const nodedir = join(work, 'node')
  const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', nodedir]
  const result = await run(program, [...args, 'install', ...options, 'node-api-headers@1'])
  if (!result.ok)
    throw new MissingError(
      'the headers of Node are missing: set their folder by npm_config_nodedir, or let npm reach node-api-headers',
    )
  const include = join(nodedir, 'include', 'node')
  await cp(join(nodedir, 'node_modules', 'node-api-headers', 'include'), include, {
    recursive: true,
  })
  await writeFile(join(include, 'common.gypi'), COMMON_GYPI)
  return nodedir
}

async function buildError(text: string): Promise<Error> {
  const log = join(cacheFolder(), 'node-gyp.log')
  await mkdir(dirname(log), { recursive: true })
  await writeFile(log, text)
  const reason = text.split('\n').find((line) => /\berror\b/i.test(line))
  return new MissingError(`node-gyp cannot build the binding (${reason}): see ${log}`)
}

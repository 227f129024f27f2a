/** The compiled binding: the one that this package carries, the one in the cache, or a new one. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildBinding, findCompiler } from './build-binding.ts'
import { cacheFolder } from './cache.ts'
import type { Library } from './library.ts'
import { load } from './load.ts'
import type { TfjsPackage } from './tfjs-package.ts'

/** Folder for the bindings that the published package carries. */
export const PREBUILT_FOLDER: string = fileURLToPath(new URL('../prebuilt', import.meta.url))

/** How the binding of a package for a version of TensorFlow is called. */
export function bindingName({ version, napi }: TfjsPackage, tensorflow: string): string {
  const platform = `${process.platform}-${process.arch}`
  return `tfjs-node-${version}-tensorflow-${tensorflow}-napi-v${napi}-${platform}.node`
}

/** Makes sure, before anything is downloaded, that there is a binding or a compiler. */
export function checkBindingCanBeHad(
  target: TfjsPackage,
  tensorflow: string,
  force: boolean,
): void {
  if (!candidates(target, tensorflow, force).some(existsSync)) findCompiler()
}

/** The path of a binding that loads with `library`. */
export async function ensureBinding(
  target: TfjsPackage,
  library: Library,
  { force, log }: { readonly force: boolean; readonly log: (line: string) => void },
): Promise<string> {
  for (const file of candidates(target, library.tensorflow, force)) {
    if (!existsSync(file)) continue
    // One that was built on a newer system does not load on an older one.
    if ('tensorflow' in (await load(file, { libraries: join(library.folder, 'lib') }))) return file
  }
  log('building the binding by node-gyp')
  const file = cached(target, library.tensorflow)
  await buildBinding(target, library, file)
  return file
}

function candidates(target: TfjsPackage, tensorflow: string, force: boolean): string[] {
  const prebuilt = join(PREBUILT_FOLDER, bindingName(target, tensorflow))
  return force ? [prebuilt] : [prebuilt, cached(target, tensorflow)]
}

function cached(target: TfjsPackage, tensorflow: string): string {
  return join(cacheFolder(), 'bindings', bindingName(target, tensorflow))
}

/** Our own TensorFlow kernels: the ones that this package carries, the ones in the cache, or new ones. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { PREBUILT_FOLDER } from './binding.ts'
import { findCxx } from './build-binding.ts'
import { buildKernels, kernelSources } from './build-kernels.ts'
import { cacheFolder } from './cache.ts'
import { load } from './load.ts'
import { MissingError } from './missing-error.ts'
import { readRecord, writeRecord } from './record.ts'
import { bindingPath, type TfjsPackage } from './tfjs-package.ts'
import { inWorkFolder, moveInto } from './work-folder.ts'

/** Path of the kernels inside a tfjs-node package, where `@deepauc/runtime` looks for them. */
export const KERNELS_PATH: string = join('lib', 'deepauc_kernels.node')

/** How the kernels are called that this version of the package builds. */
export function kernelsName(): string {
  const hash = createHash('sha256')
  for (const source of kernelSources().toSorted())
    hash.update(`${basename(source)}\n`).update(readFileSync(source))
  return `kernels-${hash.digest('hex').slice(0, 16)}-${process.platform}-${process.arch}.node`
}

/** Whether a package has the kernels that belong to this version. */
export function hasKernels({ folder }: TfjsPackage): boolean {
  return readRecord(folder)?.kernels === kernelsName() && existsSync(join(folder, KERNELS_PATH))
}

/**
 * Puts the kernels beside the binding of a package whose TensorFlow runs. Nothing needs them: where they cannot be had, a line
 * says so.
 */
export async function placeKernels(
  target: TfjsPackage,
  { force, log }: { readonly force: boolean; readonly log: (line: string) => void },
): Promise<void> {
  const record = readRecord(target.folder)
  if (process.platform !== 'linux' || record === undefined || (!force && hasKernels(target))) return
  try {
    const kernels = await ensureKernels(target, { force, log })
    await inWorkFolder(target.folder, async (work) => {
      await cp(kernels, join(work, 'kernels'))
      await moveInto(join(target.folder, KERNELS_PATH), join(work, 'kernels'))
      await writeRecord(target.folder, { ...record, kernels: kernelsName() })
    })
  } catch (error) {
    if (!(error instanceof MissingError)) throw error
    log(`without kernels of our own, steps take longer: ${error.message}`)
  }
}

async function ensureKernels(
  target: TfjsPackage,
  { force, log }: { readonly force: boolean; readonly log: (line: string) => void },
): Promise<string> {
  const name = kernelsName()
  const [prebuilt, cached] = [join(PREBUILT_FOLDER, name), join(cacheFolder(), 'kernels', name)]
  for (const file of force ? [prebuilt] : [prebuilt, cached])
    if (existsSync(file) && (await problemOf(target, file)) === undefined) return file
  const compiler = findCxx()
  log('building kernels of our own')
  await buildKernels(compiler, join(target.folder, 'deps'), cached)
  const problem = await problemOf(target, cached)
  if (problem !== undefined) throw new MissingError(`they do not load (${problem})`)
  return cached
}

/** Why the kernels do not load with the TensorFlow of the package; undefined if they do. */
async function problemOf(target: TfjsPackage, kernels: string): Promise<string | undefined> {
  const loaded = await load(join(target.folder, bindingPath(target)), { kernels })
  return 'problem' in loaded ? loaded.problem : undefined
}

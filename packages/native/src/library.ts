/** libtensorflow in the cache. */
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder } from './cache.ts'
import { KNOWN_WHEELS, type WheelHashes } from './known-wheels.ts'
import { findPython } from './python.ts'
import type { Variant } from './tfjs-package.ts'
import { fetchWheels, wheelName } from './wheels.ts'
import { inWorkFolder, moveInto } from './work-folder.ts'

/** A complete libtensorflow: `lib/`, `include/`, and with GPUs `nvidia/`, in one folder. */
export interface Library {
  readonly folder: string
  readonly tensorflow: string
  readonly variant: Variant
  readonly wheelSha256: string
}

/** Which library, and how to get it. */
export interface LibraryRequest {
  readonly tensorflow: string
  readonly variant: Variant
  /** Fetch it again although it is there. */
  readonly force: boolean
  readonly log: (line: string) => void
}

/** The library from the cache, fetched from PyPI first when it is not there. */
export async function ensureLibrary(request: LibraryRequest): Promise<Library> {
  const { tensorflow, variant, force, log } = request
  const name = `tensorflow-${tensorflow}-${variant}-linux-${process.arch}`
  const folder = join(cacheFolder(), name)
  let hashes = readHashes(folder)
  if (force || hashes === undefined || !areGenuine(hashes)) {
    const python = await findPython()
    const size = variant === 'gpu' ? '2.5 GB with the NVIDIA wheels' : '200 MB'
    log(`downloading ${wheelName(variant)} ${tensorflow} by pip (about ${size})`)
    const seen = hashes
    hashes = await inWorkFolder(cacheFolder(), async (work) => {
      const fetched = await fetchWheels({ python, tensorflow, variant }, work, seen)
      await arrange(work, fetched)
      await moveInto(folder, join(work, 'library'))
      return fetched
    })
  }
  const wheelSha256 = Object.values(hashes)[0] as string
  return { folder, tensorflow, variant, wheelSha256 }
}

/** Makes `library/` out of what the wheels held. */
async function arrange(work: string, hashes: WheelHashes): Promise<void> {
  const [from, to] = [join(work, 'tensorflow'), join(work, 'library')]
  if (!existsSync(join(from, 'libtensorflow_cc.so.2')))
    throw new Error(
      `${Object.keys(hashes).join(', ')} holds no libtensorflow_cc.so.2: TensorFlow 2.12 or newer has it`,
    )
  await mkdir(join(to, 'lib'), { recursive: true })
  await rename(join(from, 'include'), join(to, 'include'))
  for (const name of ['libtensorflow_cc', 'libtensorflow_framework'])
    await rename(join(from, `${name}.so.2`), join(to, 'lib', `${name}.so.2`))
  // libtensorflow finds CUDA in ../nvidia.
  if (existsSync(join(work, 'nvidia'))) await rename(join(work, 'nvidia'), join(to, 'nvidia'))
  // The names that binding.gyp links to.
  await symlink('libtensorflow_cc.so.2', join(to, 'lib', 'libtensorflow.so.2'))
  await symlink('libtensorflow.so.2', join(to, 'lib', 'libtensorflow.so'))
  await symlink('libtensorflow_framework.so.2', join(to, 'lib', 'libtensorflow_framework.so'))
  await writeFile(join(to, 'wheels.json'), JSON.stringify(hashes))
}

function readHashes(folder: string): WheelHashes | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'wheels.json'), 'utf8'))
  } catch {
    return undefined
  }
}

function areGenuine(hashes: WheelHashes): boolean {
  return Object.entries(hashes).every(([name, hash]) => (KNOWN_WHEELS[name] ?? hash) === hash)
}

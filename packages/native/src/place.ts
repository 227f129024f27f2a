/** Puts a library and a binding into a tfjs-node package. */
import { cp, mkdir, rename, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Library } from './library.ts'
import { type InstallRecord, RECORD_PATH } from './record.ts'
import { sha256 } from './sha256.ts'
import { bindingPath, type TfjsPackage } from './tfjs-package.ts'
import { inWorkFolder, moveInto } from './work-folder.ts'

/** Links the library of the cache into the package and copies the binding. */
export async function placeLibrary(
  target: TfjsPackage,
  library: Library,
  binding: string,
): Promise<void> {
  await inWorkFolder(target.folder, async (work) => {
    await mkdir(join(work, 'deps'))
    for (const part of ['lib', 'include'])
      await symlink(join(library.folder, part), join(work, 'deps', part))
    await mkdir(join(work, dirname(bindingPath(target))), { recursive: true })
    await cp(binding, join(work, bindingPath(target)))
    const { tensorflow, variant, wheelSha256 } = library
    await swapIn(target, work, { tensorflow, variant, wheelSha256 })
  })
}

/** Moves `deps` and `lib` from the work folder into the package, so that the record arrives last. */
export async function swapIn(
  target: TfjsPackage,
  work: string,
  record: Omit<InstallRecord, 'bindingSha256'>,
): Promise<void> {
  const bindingSha256 = await sha256(join(work, bindingPath(target)))
  await writeFile(join(work, RECORD_PATH), JSON.stringify({ ...record, bindingSha256 }))
  const deps = join(target.folder, 'deps')
  await mkdir(deps, { recursive: true })
  // From here to the last line there is no record: an installation that is cut off counts as none.
  await rename(deps, join(work, 'old-deps'))
  await moveInto(join(target.folder, 'lib'), join(work, 'lib'))
  await rename(join(work, 'deps'), deps)
}

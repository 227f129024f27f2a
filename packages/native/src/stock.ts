/** tfjs-node's own installation: TensorFlow 2.9.1 from Google's servers. */
import { copyFile, cp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { load } from './load.ts'
import { MissingError } from './missing-error.ts'
import { swapIn } from './place.ts'
import { run } from './run.ts'
import { bindingPath, type TfjsPackage, type Variant } from './tfjs-package.ts'
import { inWorkFolder } from './work-folder.ts'

const TIMEOUT = 15 * 60_000

/** Runs tfjs-node's install script beside the package, and moves what came of it into the package. */
export async function installStock(target: TfjsPackage, variant: Variant): Promise<void> {
  await inWorkFolder(target.folder, async (work) => {
    for (const part of ['scripts', 'binding', 'binding.gyp', 'package.json'])
      await cp(join(target.folder, part), join(work, part), { recursive: true })
    const result = await run(process.execPath, ['scripts/install.js', variant, 'download'], {
      cwd: work,
      env: { PATH: pathWithNodePreGyp(target) },
      timeout: TIMEOUT,
    })
    const library = join('deps', 'lib', 'tensorflow.dll')
    // The script puts it where Node-API is newer than the binding (tensorflow/tfjs#8323).
    if (result.ok && process.platform === 'win32')
      await copyFile(
        join(work, library),
        join(work, dirname(bindingPath(target)), 'tensorflow.dll'),
      )
    const loaded = await load(join(work, bindingPath(target)))
    if ('problem' in loaded) throw downloadError(`${result.stdout}\n${result.stderr}`)
    await swapIn(target, work, { tensorflow: loaded.tensorflow, variant })
  })
}

function downloadError(output: string): MissingError {
  const reason =
    output.split('\n').find((line) => /^\w*Error: /.test(line)) ?? 'no binding came of it'
  return new MissingError(
    `tfjs-node's own download failed (${reason.trim()}): check the network and the proxy settings (HTTPS_PROXY)`,
  )
}

/** The script calls node-pre-gyp by name, as npm's install scripts may. */
function pathWithNodePreGyp({ folder }: TfjsPackage): string {
  const manifest = createRequire(join(folder, 'package.json')).resolve(
    '@mapbox/node-pre-gyp/package.json',
  )
  const own = join(dirname(manifest), 'bin')
  const shims = join(dirname(manifest), '..', '..', '.bin')
  return [own, shims, process.env.PATH ?? ''].join(delimiter)
}

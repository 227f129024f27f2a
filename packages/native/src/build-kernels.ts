/** Compiles our own TensorFlow kernels. */
import { readdirSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from './cache.ts'
import { MissingError } from './missing-error.ts'
import { run } from './run.ts'
import { inWorkFolder, moveInto } from './work-folder.ts'

const SOURCES = fileURLToPath(new URL('../kernels', import.meta.url))

// Contracted sums would round differently from one instruction set to the next.
const FLAGS = '-std=c++17 -O2 -fPIC -shared -pthread -ffp-contract=off -fno-math-errno -s'.split(
  ' ',
)

/** Everything that a build depends on beside TensorFlow. */
export function kernelSources(): readonly string[] {
  return readdirSync(SOURCES).map((name) => join(SOURCES, name))
}

/** Builds the kernels against the TensorFlow in `folder`, with `include/` and `lib/`, into `file`. */
export async function buildKernels(compiler: string, folder: string, file: string): Promise<void> {
  await inWorkFolder(dirname(file), async (work) => {
    const built = join(work, 'kernels')
    const { ok, stderr, ending } = await run(compiler, [
      ...[...FLAGS, '-fvisibility=hidden', '-Wno-psabi', '-isystem', join(folder, 'include')],
      ...kernelSources().filter((source) => source.endsWith('.cc')),
      // TensorFlow keeps pointers to the functions in it.
      ...['-Wl,-z,nodelete', `-L${join(folder, 'lib')}`, '-ltensorflow_framework', '-o', built],
    ])
    if (!ok) throw await buildError(`${stderr}${ending}\n`)
    await moveInto(file, built)
  })
}

async function buildError(text: string): Promise<Error> {
  const log = join(cacheFolder(), 'kernels.log')
  await mkdir(dirname(log), { recursive: true })
  await writeFile(log, text)
  const reason = text.split('\n').find((line) => /\berror\b/i.test(line))
  return new MissingError(`the compiler fails (${reason ?? 'without a word'}): see ${log}`)
}

// Compiles packages/runtime/assembly into packages/runtime/src/kernels/wasm/companion-module.ts.
// npx tsx tools/compile-companion.ts
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const runtime = new URL('../packages/runtime/', import.meta.url)
const sources = [
  'average-pool-gradient.ts',
  'batch-norm.ts',
  'convolution-filter-gradient.ts',
  'relu-gradient.ts',
]

/** The file that holds the compiled module. */
export const companionFile: URL = new URL('src/kernels/wasm/companion-module.ts', runtime)

/**
 * A WebAssembly module.
 *
 * @throws Error with what the compiler says
 */
export async function compileCompanion(): Promise<Buffer> {
  const folder = fileURLToPath(new URL('assembly/', runtime))
  const file = 'companion.wasm'
  const compiled: Record<string, Uint8Array> = {}
  // The back end has the memory to itself: the kernels may have no data, no stack and no heap of their own.
  const memory = ['--importMemory', '--noExportMemory', '--runtime', 'stub']
  const { error, stderr } = await asc.main(
    [...sources, '--baseDir', folder, '--outFile', file, '-O3', '--enable', 'simd', ...memory],
    {
      writeFile(name, contents) {
        compiled[name] = contents as Uint8Array
      },
    },
  )
  const module = compiled[file]
  if (error || module === undefined) throw new Error(`${stderr}`, { cause: error })
  return Buffer.from(module)
}

/** The text of `companionFile`. */
export function companionText(module: Buffer): string {
  return `/** The kernels of \`assembly/\`, compiled by \`npx tsx tools/compile-companion.ts\`. */
export const companionModule: string =
  '${module.toString('base64')}'
`
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(companionFile, companionText(await compileCompanion()))

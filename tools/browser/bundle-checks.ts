/** The libraries in bundles for browsers: what is in them, and how large they are. */
import assert from 'node:assert/strict'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type OutputFile } from 'esbuild'
import { bundling } from '../../examples/browser/build.ts'

/** Most that the whole of a library may take, in KiB after gzip, without tfjs-core. */
const limits = { metrics: 10, losses: 10, optimizers: 10, models: 20, random: 5, safetensors: 10 }

export const bundleChecks: readonly (readonly [string, () => Promise<void>])[] = [
  ...Object.entries(limits).map(
    ([name, limit]) => [`bundle: ${name}`, () => fitsBrowsers(name, limit)] as const,
  ),
  ['bundle: a built-in of Node is refused', refusesBuiltIns],
]

async function fitsBrowsers(name: string, limit: number): Promise<void> {
  const { metafile, outputFiles } = await bundle(`@deepauc/${name}`)
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports)
  assert.deepEqual(
    imports.map(({ path }) => path).filter((path) => path !== '@tensorflow/tfjs-core'),
    [],
  )
  // What a package's field `browser` replaces by nothing.
  assert.deepEqual(
    Object.keys(metafile.inputs).filter((input) => input.startsWith('(disabled)')),
    [],
  )
  const { text, contents } = outputFiles[0] as OutputFile
  assert.doesNotMatch(text, /\b(require|Buffer|process|__dirname)\b[.(]/)
  const [bytes, zipped] = [contents.length, gzipSync(contents).length]
  console.log(`  ${kib(bytes)} KiB, ${kib(zipped)} KiB after gzip`)
  assert.ok(zipped <= 1024 * limit, `more than ${limit} KiB after gzip`)
}

async function refusesBuiltIns(): Promise<void> {
  await assert.rejects(bundle('@deepauc/safetensors/node'), /Could not resolve "node:fs\/promises"/)
}

function bundle(library: string) {
  return build({
    ...bundling,
    stdin: {
      contents: `export * from '${library}'`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    external: ['@tensorflow/tfjs-core'],
    write: false,
    logLevel: 'silent',
  })
}

function kib(bytes: number): string {
  return (bytes / 1024).toFixed(1)
}

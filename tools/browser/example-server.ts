/** The example page, built and served as `npm run example:browser` does. */
import { basename } from 'node:path'
import { build, context } from 'esbuild'
import { pageBuild } from '../../examples/browser/build.ts'

/** @param outdir where the built page goes */
export async function serveExample(
  outdir: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const { metafile } = await build({ ...pageBuild, outdir })
  for (const [file, { bytes }] of Object.entries(metafile.outputs))
    if (!file.endsWith('.map')) console.log(`  ${basename(file)}: ${(bytes / 1024).toFixed(1)} KiB`)
  const server = await context({})
  const { port } = await server.serve({ host: '127.0.0.1', servedir: outdir })
  return { url: `http://127.0.0.1:${port}/`, close: () => server.dispose() }
}

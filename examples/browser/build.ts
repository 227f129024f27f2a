/** How esbuild makes the page: a chunk for each back end, and the WebAssembly that one of them loads. */
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BuildOptions } from 'esbuild'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const wasm = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))
const variants = ['', '-simd', '-threaded-simd'].map((variant) => `tfjs-backend-wasm${variant}`)

/** For the browsers' ES modules; esbuild refuses Node's built-ins there. */
export const bundling = {
  bundle: true,
  platform: 'browser',
  format: 'esm',
  target: 'es2022',
  minify: true,
  metafile: true,
  // The packages' sources, so that nothing has to be built before.
  conditions: ['@deepauc/source'],
} as const satisfies BuildOptions

/** The whole page. */
export const pageBuild = {
  ...bundling,
  entryPoints: [
    { in: here('src/main.ts'), out: 'main' },
    { in: here('style.css'), out: 'style' },
    { in: here('index.html'), out: 'index' },
    ...variants.map((variant) => ({ in: `${wasm}/${variant}.wasm`, out: `wasm/${variant}` })),
  ],
  splitting: true,
  sourcemap: true,
  loader: { '.html': 'copy', '.wasm': 'copy' },
  outdir: here('dist'),
} as const satisfies BuildOptions

/** `npm run example:browser`: serves the page on the loopback address, built anew whenever it is loaded. */
import { context } from 'esbuild'
import { pageBuild } from './build.ts'

const builder = await context(pageBuild)
const { port } = await builder.serve({ host: '127.0.0.1', servedir: pageBuild.outdir })
console.log(`http://127.0.0.1:${port}/ (Ctrl-C ends it)`)

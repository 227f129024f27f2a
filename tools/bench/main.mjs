// `npm run bench`: sets up what is missing, builds what changed, and measures. Arguments: see README.md.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { setup } from '../setup.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const run = (...command) => {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

setup()
run('node_modules/typescript/bin/tsc', '-b', 'tools/bench')
run('tools/bench/dist/bench.js', ...process.argv.slice(2))

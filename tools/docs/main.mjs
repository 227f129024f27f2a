// `npm run test:docs`: runs every TypeScript block of README and guides, every example of a docstring, and the commands of
// guides that take seconds. Arguments: run only those whose title has one of them in it.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { setup } from '../setup.mjs'

const cwd = fileURLToPath(new URL('../..', import.meta.url))
const run = (...args) => {
  const { status } = spawnSync(process.execPath, args, { cwd, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

setup()
run('node_modules/typescript/bin/tsc', '-b', 'packages/cli')
run(
  ...['--import', 'tsx', '--conditions=@deepauc/source', 'tools/docs/run.ts'],
  ...process.argv.slice(2),
)

// `npm run test:browser`: the report page and the example page in a real browser. Installs Debian's Chromium the first time.
// `-- --screenshots FOLDER` keeps pictures to look at.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { setup } from '../setup.mjs'

setup()
const check = fileURLToPath(new URL('check.ts', import.meta.url))
const args = ['--import', 'tsx', '--conditions=@deepauc/source', check, ...process.argv.slice(2)]
const cwd = fileURLToPath(new URL('../..', import.meta.url))
const { status } = spawnSync(process.execPath, args, { cwd, stdio: 'inherit' })
process.exit(status ?? 1)

// `npm run test:tarballs`: packs every package as a release would, and tries what users get. It needs the registry.
// `-- losses,metrics` tries only these alone.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { setup } from '../setup.mjs'

setup()
const check = fileURLToPath(new URL('check.ts', import.meta.url))
const args = ['--import', 'tsx', check, ...process.argv.slice(2)]
const cwd = fileURLToPath(new URL('../..', import.meta.url))
const { status } = spawnSync(process.execPath, args, { cwd, stdio: 'inherit' })
process.exit(status ?? 1)

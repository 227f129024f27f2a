// `npm run test:readers`: what other programs read of what is written for them. Makes a Python environment the first time.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { setup } from '../setup.mjs'

setup()
const args = ['--import', 'tsx', '--conditions=@deepauc/source', 'tools/readers/check.ts']
const cwd = fileURLToPath(new URL('../..', import.meta.url))
const { status } = spawnSync(process.execPath, args, { cwd, stdio: 'inherit' })
process.exit(status ?? 1)

// `npm start`: sets up what is missing, builds what changed, and trains. Arguments go to `deepauc train`.
import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { setup } from './setup.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

setup()
const build = spawnSync(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '-b', 'packages/cli'],
  {
    cwd: root,
    stdio: 'inherit',
  },
)
if (build.status !== 0) process.exit(1)

// Ctrl-C reaches the whole group; the child ends by itself and this process passes its code on.
process.on('SIGINT', () => {})
const command = ['packages/cli/bin/deepauc.mjs', 'train', ...process.argv.slice(2)]
const child = spawn(process.execPath, command, { cwd: root, stdio: 'inherit' })
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))

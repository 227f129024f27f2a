// `npm run docs:api`: the API reference of all packages, from their docstrings, as pages in docs/api, which are not committed.
// typedoc cannot read with TypeScript 7: it has a TypeScript 6 of its own in this folder, installed when it is needed.
// With `--check` no page is written. Either fails where typedoc has something to say, such as a link that leads nowhere.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setup } from '../setup.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))

setup()
if (!isInstalled()) run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'])
const check = process.argv.includes('--check') ? ['--emit', 'none'] : []
run(process.execPath, ['node_modules/typedoc/bin/typedoc', ...check, ...packages()])

function isInstalled() {
  const { devDependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'))
  return Object.entries(devDependencies).every(([name, version]) => {
    const file = join(here, 'node_modules', name, 'package.json')
    return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version === version
  })
}

/** The packages from which something can be imported. */
function packages() {
  const folder = join(here, '../../packages')
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => '.' in JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')).exports)
}

function run(program, args) {
  const { status } = spawnSync(program, args, { cwd: here, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

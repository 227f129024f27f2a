import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'

// A clone whose npm, compiler and native installer only say that they were called, and leave what setup looks for.
const NPM = `
const fs = require('node:fs')
fs.appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n')
fs.rmSync('node_modules', { recursive: true, force: true })
fs.mkdirSync('node_modules/typescript/bin', { recursive: true })
fs.writeFileSync('node_modules/typescript/bin/tsc', '')
const lock = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'))
delete lock.packages['']
delete lock.packages['node_modules/for-windows']
fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify(lock))`

const NATIVE = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
appendFileSync('calls', 'native ' + process.argv[2] + '\\n')
if (process.env.TEST_FAILURE) {
  console.error('deepauc-native: ' + process.env.TEST_FAILURE)
  process.exit(1)
}
mkdirSync('node_modules/@tensorflow/tfjs-node/deps/lib', { recursive: true })
writeFileSync('node_modules/@tensorflow/tfjs-node/deps/deepauc.json', '{}')`

let clone = ''

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(clone, path)), { recursive: true })
  writeFileSync(join(clone, path), text)
}
const lock = (version: string) =>
  JSON.stringify({
    packages: {
      '': { name: 'root' },
      'node_modules/some': { version },
      'node_modules/for-windows': { version: '1.0.0', optional: true },
    },
  })

/** Runs set-up as `npm start` does, or as `npm run setup`, and returns what it printed and called. */
function setup({
  direct = false,
  env = {},
}: {
  direct?: boolean
  env?: Record<string, string>
} = {}) {
  rmSync(join(clone, 'calls'), { force: true })
  const args = direct
    ? ['tools/setup.mjs']
    : ['--input-type=module', '-e', "(await import('./tools/setup.mjs')).setup()"]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: clone,
    encoding: 'utf8',
    env: { ...process.env, npm_execpath: join(clone, 'npm-cli.js'), ...env },
  })
  const calls = join(clone, 'calls')
  return {
    status,
    printed: stdout + stderr,
    calls: existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [],
  }
}

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'deepauc-setup-'))
  onTestFinished(() => rmSync(clone, { recursive: true }))
  write('tools/setup.mjs', readFileSync(join(import.meta.dirname, '../setup.mjs'), 'utf8'))
  write('package-lock.json', lock('1.0.0'))
  write('npm-cli.js', NPM)
  write('packages/native/bin/deepauc-native.mjs', NATIVE)
})

const NOTHING = { status: 0, printed: '', calls: [] }

test('installs everything once, and is silent from then on', () => {
  const first = setup()
  expect(first.calls).toEqual(['ci --include=dev', 'native install'])
  expect(first.printed).toMatch(
    /^installing the packages by npm ci\npackages installed in \d+ s\n$/,
  )
  expect(setup()).toEqual(NOTHING)
  expect(setup({ direct: true })).toEqual(NOTHING)
})

test('installs the packages again when the lock asks for others', () => {
  setup()
  write('package-lock.json', lock('1.0.1'))
  expect(setup().calls[0]).toBe('ci --include=dev')
})

test('installs the library again when it is gone', () => {
  setup()
  rmSync(join(clone, 'node_modules/@tensorflow/tfjs-node/deps/lib'), { recursive: true })
  expect(setup().calls).toEqual(['native install'])
})

test('goes on without native TensorFlow, and tries again only when asked to', () => {
  const env = { TEST_FAILURE: 'Python 3 is missing: apt-get install python3-pip' }
  const line =
    'native TensorFlow is not available, runs use wasm: Python 3 is missing: apt-get install python3-pip (npm run setup tries again)\n'
  const first = setup({ env })
  expect(first.status).toBe(0)
  expect(first.printed.endsWith(line)).toBe(true)
  expect(setup()).toEqual({ ...NOTHING, printed: line })
  expect(setup({ direct: true })).toEqual({ ...NOTHING, calls: ['native install'] })
  expect(setup()).toEqual(NOTHING)
})

test('DEEPAUC_NATIVE=skip is heard, and said', () => {
  const { calls, printed } = setup({ env: { DEEPAUC_NATIVE: 'skip' } })
  expect(calls).toEqual(['ci --include=dev'])
  expect(printed).toContain('runs use wasm: DEEPAUC_NATIVE=skip')
})

test('ends when the packages cannot be installed', () => {
  write('npm-cli.js', "console.error('npm error code ENOTFOUND'); process.exit(1)")
  expect(setup()).toEqual({
    status: 1,
    printed: 'installing the packages by npm ci\nnpm ci failed\nnpm error code ENOTFOUND\n',
    calls: [],
  })
})

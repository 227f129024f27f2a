// Sets a clone up: the packages from npm, and a native TensorFlow if this machine can have one.
// Node built-ins only, because a bare clone has nothing else.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const NATIVE = join(ROOT, 'node_modules/@tensorflow/tfjs-node/deps')
const FAILURE = join(ROOT, 'node_modules/.native-failure')

/**
 * Does what is still to do, and nothing, silently, the second time. Ends the process if the packages cannot be
 * installed; goes on without native TensorFlow.
 *
 * @param {{ retry?: boolean }} options `retry`: try the native installation again although it failed before
 */
export function setup({ retry = false } = {}) {
  checkNode()
  if (!packagesAreInstalled()) installPackages()
  if (!nativeIsInstalled()) installNative(retry)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  fail(`Node 20.19 or newer is needed, this is ${process.versions.node}: https://nodejs.org`)
}

/** Whether node_modules holds what package-lock.json asks for, by npm's own record of it. */
function packagesAreInstalled() {
  const installed = lockedPackages('node_modules/.package-lock.json')
  if (installed === undefined) return false
  return Object.entries(lockedPackages('package-lock.json') ?? {}).every(([path, wanted]) => {
    const found = installed[path]
    // Optional packages may be for other platforms; the root is not in npm's record.
    if (path === '' || (found === undefined && wanted.optional)) return true
    return JSON.stringify(found) === JSON.stringify(wanted)
  })
}

function lockedPackages(file) {
  try {
    return JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages
  } catch {
    return undefined
  }
}

function installPackages() {
  const start = performance.now()
  console.log('installing the packages by npm ci')
  const { npm_execpath: script } = process.env
  const [program, ...args] = script?.endsWith('npm-cli.js') ? [process.execPath, script] : ['npm']
  const shell = process.platform === 'win32' && program === 'npm'
  const options = { cwd: ROOT, encoding: 'utf8', shell }
  const { status, stderr } = spawnSync(program, [...args, 'ci', '--include=dev'], options)
  const errors = stderr?.split('\n').filter((line) => line.startsWith('npm error')) ?? []
  if (status !== 0) fail(['npm ci failed', ...errors.slice(0, 9)].join('\n'))
  console.log(`packages installed in ${((performance.now() - start) / 1000).toFixed(0)} s`)
}

function nativeIsInstalled() {
  // The second is a link into the user's cache, which may have been emptied.
  return existsSync(join(NATIVE, 'deepauc.json')) && existsSync(join(NATIVE, 'lib'))
}

function installNative(retry) {
  if (process.env.DEEPAUC_NATIVE === 'skip') return explain('DEEPAUC_NATIVE=skip')
  if (!retry && existsSync(FAILURE)) return explain(readFileSync(FAILURE, 'utf8'))
  rmSync(FAILURE, { force: true })
  const problem =
    run('node_modules/typescript/bin/tsc', '-b', 'packages/native') ??
    run('packages/native/bin/deepauc-native.mjs', 'install')
  if (problem === undefined) return
  writeFileSync(FAILURE, problem)
  explain(problem)
}

function explain(reason) {
  console.log(
    `native TensorFlow is not available, runs use wasm: ${reason} (npm run setup tries again)`,
  )
}

/** Runs a script of the checkout; returns the last line of its complaint if it fails. */
function run(...command) {
  const stdio = ['ignore', 'inherit', 'pipe']
  const result = spawnSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8', stdio })
  if (result.status === 0) return undefined
  const complaint = result.stderr.trim().split('\n').at(-1)?.replace('deepauc-native: ', '')
  return complaint || `${command[0]} ended with ${result.status ?? result.signal}`
}

function fail(message) {
  console.error(message)
  process.exit(1)
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  setup({ retry: true })

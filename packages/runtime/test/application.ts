/** An application in a folder of its own, which sees only the packages that a test puts there. */
import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { SelectedBackend, selectBackend } from '../src/index.ts'
import { packageFolder } from './native.ts'

const main = `
import { existsSync, readdirSync } from 'node:fs'
import util from 'node:util'
import * as tf from '@tensorflow/tfjs-core'
import { compile } from './src/compile/index.ts'
import { selectBackend } from './src/index.ts'

const { LIKE_NODE } = process.env
for (const name of ['isArray', 'isNullOrUndefined']) {
  const isEmpty = util[name] ?? (() => false)
  if (LIKE_NODE === '22') util[name] = util.deprecate(isEmpty, name + ' is old', 'DEP0')
  if (LIKE_NODE === '23') delete util[name]
}
const result = {}
for (const options of JSON.parse(process.argv[2])) {
  delete result.error
  try {
    Object.assign(result, await selectBackend(options))
  } catch ({ name, message }) {
    result.error = name + ': ' + message
  }
}
result.active = tf.getBackend()
result.nodeKernels = tf.getKernelsForBackend('tensorflow').length
if (result.active) {
  const x = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1])
  const f = (filter) => tf.relu(tf.conv2d(x, filter, 1, 'same'))
  result.gradient = [...tf.grad(f)(tf.ones([1, 1, 1, 1])).dataSync()]
}
if (process.env.COMPILED_STEPS) {
  const f = compile((x) => tf.exp(tf.neg(tf.square(tf.add(tf.mul(x, 2), tf.tanh(x))))))
  for (let i = 0; i < process.env.COMPILED_STEPS; i++) result.compiled = [...f(tf.tensor1d([0, 1])).dataSync()]
}
const tasks = '/proc/self/task'
if (existsSync(tasks)) result.threads = readdirSync(tasks).length
process.stdout.write('RESULT' + JSON.stringify(result))
`

/** What became of the calls of selectBackend in one process. */
export interface Result extends Partial<SelectedBackend> {
  /** Name and message, if the last call failed. */
  error?: string
  /** What tfjs then runs on. */
  active?: string
  /** Kernels registered for tfjs-node. */
  nodeKernels: number
  /** Gradient of Σ relu(filter · (1, 2, 3, 4)) at 1, which is 10. */
  gradient?: number[]
  /** exp(−(2x + tanh x)²) of 0 and 1, computed by a compiled function if COMPILED_STEPS says how often. */
  compiled?: number[]
  /** Threads of the process, on Linux. */
  threads?: number
  /** Everything that was printed. */
  noise: string
}

/** The folder of a new application with what any of them has, and `packages` of @tensorflow. */
export function createApplication(...packages: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'deepauc-runtime-'))
  cpSync(join(import.meta.dirname, '../src'), join(folder, 'src'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'main.ts'), main)
  const link = (target: string, name: string) =>
    symlinkSync(target, join(folder, 'node_modules', name))
  mkdirSync(join(folder, 'node_modules/@tensorflow'), { recursive: true })
  const modules = dirname(packageFolder('tsx'))
  for (const name of readdirSync(modules))
    if (!/^(@tensorflow$|\.)/.test(name)) link(join(modules, name), name)
  for (const name of [
    'tfjs',
    'tfjs-converter',
    'tfjs-core',
    'tfjs-data',
    'tfjs-layers',
    ...packages,
  ])
    link(packageFolder(`@tensorflow/${name}`), `@tensorflow/${name}`)
  return folder
}

/** Adds tfjs-node or tfjs-node-gpu as `npm install --ignore-scripts` leaves it; the folder of the package. */
export function addWithoutNativePart(application: string, name: string): string {
  const from = packageFolder(`@tensorflow/${name}`)
  const to = join(application, 'node_modules/@tensorflow', name)
  for (const part of ['dist', 'package.json', 'node_modules'])
    if (existsSync(join(from, part))) cpSync(join(from, part), join(to, part), { recursive: true })
  return to
}

/** Calls selectBackend once for each of `choices` in one new process. */
export async function run(
  application: string,
  choices: readonly Parameters<typeof selectBackend>[0][] = [{}],
  env: Readonly<Record<string, string>> = {},
): Promise<Result> {
  const { DEEPAUC_BACKEND: _, ...inherited } = process.env
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'main.ts', JSON.stringify(choices)],
    { cwd: application, env: { ...inherited, ...env } },
  )
  const [noise, json] = stdout.split('RESULT') as [string, string]
  return { ...JSON.parse(json), noise: noise + stderr }
}

/** Deletes the folder. */
export function removeApplication(application: string): void {
  rmSync(application, { recursive: true })
}

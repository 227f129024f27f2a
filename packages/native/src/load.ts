/** Loads a native package in a child process: a library that crashes must not take the installer with it. */
import { run } from './run.ts'

/** What came of loading: the version of TensorFlow, or what went wrong in one line. */
export type Loaded =
  | { readonly tensorflow: string; readonly gpu: boolean }
  | { readonly problem: string }

// util lost these two in Node 23 and tfjs-node 4.22 needs them (tensorflow/tfjs#8609).
const SCRIPT = `
const util = require('node:util')
util.isNullOrUndefined ??= (value) => value == null
util.isArray ??= Array.isArray
const loaded = require(process.argv[1])
const backend = loaded.backend?.()
const tensorflow = (backend?.binding ?? loaded).TF_Version
if (process.argv[2]) require(process.argv[2])
process.stdout.write('\\n' + JSON.stringify({ tensorflow, gpu: backend?.isUsingGpuDevice ?? false }))`

/**
 * Loads a tfjs-node package (`target`: its folder) or a bare binding (its file).
 *
 * @param options `libraries`: folder to look for libtensorflow in, first; `kernels`: a file of kernels to load with it
 */
export async function load(
  target: string,
  { libraries, kernels = '' }: { readonly libraries?: string; readonly kernels?: string } = {},
): Promise<Loaded> {
  const result = await run(process.execPath, ['-e', SCRIPT, target, kernels], {
    env: { TF_CPP_MIN_LOG_LEVEL: '3', ...(libraries && { LD_LIBRARY_PATH: libraries }) },
  })
  if (result.ok) return JSON.parse(result.stdout.split('\n').at(-1) ?? '')
  const error = result.stderr.split('\n').find((line) => /^\w*Error/.test(line))
  return { problem: error ?? `the process ended with ${result.ending}` }
}

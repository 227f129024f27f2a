/** Chooses the back end that everything runs on. */
import * as tf from '@tensorflow/tfjs-core'
import { type BackendName, backendNames, loadBackend } from './load-backend.ts'
import { checkNativeSettings, type NativeSettings, setNativeSettings } from './native-settings.ts'
import type { NodeBackend } from './node-backend.ts'
import { registerKernels } from './register-kernels.ts'

/** What {@link selectBackend} chose. */
export interface SelectedBackend {
  readonly name: BackendName
  /** Version of libtensorflow, on the native back ends. */
  readonly tensorflowVersion?: string
  /** The choice and why nothing faster was chosen, in one line for people. */
  readonly line: string
}

const remedies: Record<BackendName, string> = {
  'tfjs-node-gpu':
    '`npm install --ignore-scripts @tensorflow/tfjs-node-gpu`, then `npx deepauc-native install --gpu`',
  'tfjs-node':
    '`npm install --ignore-scripts @tensorflow/tfjs-node`, then `npx deepauc-native install`',
  wasm: '`npm install @tensorflow/tfjs-backend-wasm @tensorflow/tfjs-layers`',
  cpu: '`npm install @tensorflow/tfjs-backend-cpu @tensorflow/tfjs-layers`',
}

/**
 * Makes the fastest back end that loads the active one and registers the training kernels of this package.
 *
 * The order is tfjs-node-gpu, tfjs-node, wasm, cpu. `backend`, or else the environment variable DEEPAUC_BACKEND, allows
 * only one.
 *
 * @throws RangeError if there is no back end of that name, or a setting of native TensorFlow cannot be
 * @throws Error with the remedy if the one asked for does not load, or TensorFlow was loaded before with other settings
 * @example
 * const { line } = await selectBackend()
 * console.log(line) // tfjs-node (TensorFlow 2.15.1); tfjs-node-gpu: not installed
 */
export async function selectBackend({
  backend = process.env.DEEPAUC_BACKEND || undefined,
  ...settings
}: { readonly backend?: string | undefined } & NativeSettings = {}): Promise<SelectedBackend> {
  checkNativeSettings(settings)
  const names = backend === undefined ? backendNames : [checked(backend)]
  if (names.includes('tfjs-node') || names.includes('tfjs-node-gpu'))
    setNativeSettings(settings, tf.findBackend('tensorflow') !== null)
  const reasons: string[] = []
  for (const name of names) {
    try {
      await loadBackend(name)
    } catch (error) {
      if (backend !== undefined)
        throw new Error(`${name}: ${reason(error)}. To get it: ${remedies[name]}`, { cause: error })
      reasons.push(`${name}: ${reason(error)}`)
      continue
    }
    registerKernels()
    return describe(name, reasons)
  }
  throw new Error(`no back end of TensorFlow.js loads: ${reasons.join('; ')}`)
}

function checked(name: string): BackendName {
  const known = backendNames.find((candidate) => candidate === name)
  if (known) return known
  throw new RangeError(`there is no back end ${name}; choose one of ${backendNames.join(', ')}`)
}

/** One line, and the two ordinary cases in two words. */
function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') return 'not installed'
  if (message.includes('native addon module')) return 'installed without its native part'
  return message.split('\n', 1)[0] ?? ''
}

function describe(name: BackendName, reasons: readonly string[]): SelectedBackend {
  const line = (detail: string) => [name + detail, ...reasons].join('; ')
  if (name === 'wasm' || name === 'cpu') return { name, line: line('') }
  const { binding, isUsingGpuDevice } = tf.backend() as NodeBackend
  const device = isUsingGpuDevice ? ', on the GPU' : ', no GPU found, on the CPU'
  const version = `TensorFlow ${binding.TF_Version}${name === 'tfjs-node-gpu' ? device : ''}`
  return { name, tensorflowVersion: binding.TF_Version, line: line(` (${version})`) }
}

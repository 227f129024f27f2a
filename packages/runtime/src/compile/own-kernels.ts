/** Our own TensorFlow kernels, which `@deepauc/native` puts beside the binding of tfjs-node. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type RecordableBackend, recordableBackend } from './backend.ts'

/**
 * Registers their ops.
 *
 * @returns whether they are there
 */
export function loadKernels(
  backend: RecordableBackend,
  load: (id: string) => unknown = createRequire(import.meta.url),
): boolean {
  const { binding } = backend
  // TensorFlow ends the process if an op is registered twice.
  if (binding.hasKernels) return true
  try {
    load(moduleOf(backend))
    return Object.assign(binding, { hasKernels: true }).hasKernels
  } catch {
    return false
  }
}

/**
 * Which kernels of our own compiled functions use on the present back end: 16 hexadecimal digits of the file's SHA-256, or
 * undefined for none. With other ones results may differ by their last bits.
 */
export function kernelsInUse(): string | undefined {
  const backend = recordableBackend()
  if (!backend || backend.isUsingGpuDevice) return undefined
  try {
    const file = createRequire(import.meta.url).resolve(moduleOf(backend))
    return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16)
  } catch {
    return undefined
  }
}

function moduleOf({ isGPUPackage }: RecordableBackend): string {
  return `@tensorflow/tfjs-node${isGPUPackage ? '-gpu' : ''}/lib/deepauc_kernels.node`
}

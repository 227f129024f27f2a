/** The installation of a native TensorFlow into tfjs-node. */
import { checkBindingCanBeHad, ensureBinding } from './binding.ts'
import { hasKernels, placeKernels } from './kernels.ts'
import { DEFAULT_TENSORFLOW } from './known-wheels.ts'
import { ensureLibrary } from './library.ts'
import { MissingError } from './missing-error.ts'
import { placeLibrary } from './place.ts'
import { readRecord } from './record.ts'
import { describe, inspect, type NativeStatus } from './status.ts'
import { installStock } from './stock.ts'
import {
  findTfjsPackage,
  packageName,
  readTfjsPackage,
  type TfjsPackage,
  type Variant,
} from './tfjs-package.ts'
import { checkWheelPlatform } from './wheels.ts'

/** Options of {@link installNative}. */
export interface InstallOptions {
  /** A library for the CPU into tfjs-node, or for NVIDIA GPUs into tfjs-node-gpu. */
  readonly variant?: Variant
  /** Version of TensorFlow; 2.15.1 when left out, with tfjs-node's own as the last resort. */
  readonly tensorflow?: string
  /** Take tfjs-node's own TensorFlow. */
  readonly stock?: boolean
  /** Install although it is installed. */
  readonly force?: boolean
  /** Folder of the package, which may be of the other variant; the one that the working folder sees when left out. */
  readonly packageFolder?: string
  /** Gets a line per stage. */
  readonly log?: (line: string) => void
}

type Request = Required<Omit<InstallOptions, 'packageFolder' | 'tensorflow'>> &
  Pick<InstallOptions, 'tensorflow'>

/**
 * Makes tfjs-node run a modern TensorFlow. One that loads already is left alone, and a library that is in the
 * user's cache is not fetched again.
 *
 * @throws MissingError if this machine lacks something, and names the remedy
 */
export async function installNative(options: InstallOptions = {}): Promise<NativeStatus> {
  const { variant = 'cpu', stock = false, force = false, log = () => {} } = options
  const request = { ...options, variant, stock, force, log }
  const { packageFolder } = options
  const target = packageFolder ? readTfjsPackage(packageFolder) : findTfjsPackage(variant)
  const name = packageName(variant)
  if (target === undefined) throw new MissingError(`${name} is missing: npm install ${name}`)
  const before = await inspect(target)
  if (!force && isWanted(before, request)) {
    const status = await withKernels(before, request)
    log(`${describe(status)}: nothing to do`)
    return status
  }
  const start = performance.now()
  if (stock) await installStock(target, variant)
  else await installWheel(target, request, before)
  const after = await inspect(target)
  if (after.problem !== undefined) throw new Error(describe(after))
  const status = await withKernels(after, request)
  log(`${describe(status)} (${((performance.now() - start) / 1000).toFixed(1)} s)`)
  return status
}

async function withKernels(status: NativeStatus, request: Request): Promise<NativeStatus> {
  const { target } = status
  await placeKernels(target, request)
  const record = readRecord(target.folder)
  return { ...status, kernels: hasKernels(target), ...(record && { record }) }
}

function isWanted({ tensorflow, record }: NativeStatus, request: Request): boolean {
  if (tensorflow === undefined) return false
  if (request.variant === 'gpu' && record?.variant !== 'gpu') return false
  if (request.stock) return record !== undefined && record.wheelSha256 === undefined
  return tensorflow === (request.tensorflow ?? DEFAULT_TENSORFLOW)
}

async function installWheel(
  target: TfjsPackage,
  request: Request,
  before: NativeStatus,
): Promise<void> {
  const { variant, force, tensorflow = DEFAULT_TENSORFLOW } = request
  try {
    checkWheelPlatform(variant)
    checkBindingCanBeHad(target, tensorflow, force)
    const library = await ensureLibrary({ ...request, tensorflow })
    await placeLibrary(target, library, await ensureBinding(target, library, request))
  } catch (error) {
    // A version that was asked for has no substitute, and a wheel that was tampered with must not go unnoticed.
    if (!(error instanceof MissingError) || request.tensorflow !== undefined) throw error
    await takeLastResort(target, request, before, error.message)
  }
}

async function takeLastResort(
  target: TfjsPackage,
  { variant, force, log }: Request,
  before: NativeStatus,
  reason: string,
): Promise<void> {
  if (before.tensorflow !== undefined && !force) return log(`kept as it is: ${reason}`)
  log(`last resort, tfjs-node's own download: ${reason}`)
  try {
    await installStock(target, variant)
  } catch (error) {
    throw new MissingError(`${reason}; ${error instanceof Error ? error.message : error}`)
  }
}

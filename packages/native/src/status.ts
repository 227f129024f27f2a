/** What is installed. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { hasKernels } from './kernels.ts'
import { load } from './load.ts'
import { type InstallRecord, readRecord } from './record.ts'
import { bindingPath, findTfjsPackage, type TfjsPackage } from './tfjs-package.ts'

/** A tfjs-node package and the TensorFlow that it runs. */
export interface NativeStatus {
  readonly target: TfjsPackage
  /** The version of TensorFlow when it loads. */
  readonly tensorflow?: string
  /** Whether TensorFlow computes on a GPU. */
  readonly gpu: boolean
  /** Why it does not load, one line. */
  readonly problem?: string
  /** Whether it has the kernels of our own that belong to this version of this package. */
  readonly kernels: boolean
  /** What this package has noted when it installed it. */
  readonly record?: InstallRecord
}

/** The status of tfjs-node-gpu and tfjs-node, as far as the working folder sees them. */
export function nativeStatus(): Promise<NativeStatus[]> {
  const packages = [findTfjsPackage('gpu'), findTfjsPackage('cpu')]
  return Promise.all(packages.filter((target) => target !== undefined).map(inspect))
}

/** The status of one package. */
export async function inspect(target: TfjsPackage): Promise<NativeStatus> {
  if (!existsSync(join(target.folder, bindingPath(target))))
    return { target, gpu: false, kernels: false, problem: 'it has no native library' }
  const record = readRecord(target.folder)
  const loaded = await load(target.folder)
  return { target, gpu: false, kernels: hasKernels(target), ...loaded, ...(record && { record }) }
}

/** The status in one line. */
export function describe(status: NativeStatus): string {
  const { target, tensorflow, gpu, problem, kernels, record } = status
  const name = `${target.name} ${target.version}`
  if (tensorflow === undefined) return `${name} does not run: ${problem}`
  const source = record?.wheelSha256 ? 'from the wheel' : 'not from a wheel'
  const gpuIsMissing = record?.variant === 'gpu' && !gpu
  const device = gpuIsMissing ? 'CPU (it finds no GPU: see nvidia-smi)' : gpu ? 'GPU' : 'CPU'
  return `${name} runs TensorFlow ${tensorflow} (${source}${kernels ? ', with kernels of our own' : ''}) on the ${device}`
}

/** Kernels in WebAssembly that work in the memory of tfjs's wasm back end. Their source is in `assembly/`. */
import type * as tf from '@tensorflow/tfjs-core'
import { companionModule } from './companion-module.ts'

/** tfjs's wasm back end, as far as kernels need it. */
export interface WasmBackend extends tf.KernelBackend {
  readonly dataIdMap: { get(dataId: tf.DataId): { readonly memoryOffset: number } }
  /** The exports of its module; the one with threads has no memory among them. */
  readonly wasm: { readonly asm: { readonly memory?: unknown } }
  makeOutput(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo
  incRef(dataId: tf.DataId): void
}

/** What `assembly/` exports. */
type Companion = Readonly<
  Record<
    | 'averagePoolGradient'
    | 'batchNorm'
    | 'batchNormGradient'
    | 'convolutionFilterGradient'
    | 'reluGradient',
    (...numbers: number[]) => void
  >
>

/** Node has it, but `@types/node` does not say so. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: unknown) => { readonly exports: unknown }
}

const key = Symbol('@deepauc/runtime')

/** False where there is no SIMD, or where threads share the memory. */
export function hasCompanion(backend: WasmBackend): boolean {
  return companionOf(backend) !== undefined
}

/** Calls a function of `assembly/` with the addresses of tensors, then numbers. */
export function callCompanion(
  backend: WasmBackend,
  name: keyof Companion,
  tensors: readonly tf.TensorInfo[],
  numbers: readonly number[],
): void {
  const addresses = tensors.map(({ dataId }) => backend.dataIdMap.get(dataId).memoryOffset)
  companionOf(backend)?.[name](...addresses, ...numbers)
}

function companionOf(
  backend: WasmBackend & { [key]?: Companion | undefined },
): Companion | undefined {
  if (!(key in backend)) backend[key] = attach(backend)
  return backend[key]
}

function attach({ wasm }: WasmBackend): Companion | undefined {
  try {
    const module = new WebAssembly.Module(Buffer.from(companionModule, 'base64'))
    const { exports } = new WebAssembly.Instance(module, { env: { memory: wasm.asm.memory } })
    return exports as Companion
  } catch {
    return undefined
  }
}

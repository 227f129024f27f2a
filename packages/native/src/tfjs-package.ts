/** The tfjs-node package to install into. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The library that a package gets: for the CPU, or for NVIDIA GPUs too. */
export type Variant = 'cpu' | 'gpu'

/** An installed `@tensorflow/tfjs-node` or `@tensorflow/tfjs-node-gpu`. */
export interface TfjsPackage {
  readonly name: string
  readonly version: string
  readonly folder: string
  /** The version of Node-API that its binding is built for and found under. */
  readonly napi: number
}

/** The package for `variant` that a program in the working folder would load, if it is installed. */
export function findTfjsPackage(variant: Variant): TfjsPackage | undefined {
  const { resolve } = createRequire(join(process.cwd(), 'package.json'))
  try {
    return readTfjsPackage(dirname(resolve(`${packageName(variant)}/package.json`)))
  } catch {
    return undefined
  }
}

/** `@tensorflow/tfjs-node` or `@tensorflow/tfjs-node-gpu`. */
export function packageName(variant: Variant): string {
  return variant === 'gpu' ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node'
}

/** Reads the package.json of a tfjs-node package. */
export function readTfjsPackage(folder: string): TfjsPackage {
  const { name, version, binary } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const supported = Number(process.versions.napi)
  const napi = Math.max(...binary.napi_versions.filter((v: number) => v <= supported))
  return { name, version, folder, napi }
}

/** Path of the binding inside a tfjs-node package. */
export function bindingPath({ napi }: TfjsPackage): string {
  return join('lib', `napi-v${napi}`, 'tfjs_binding.node')
}

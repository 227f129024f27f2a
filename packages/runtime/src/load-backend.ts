/** Loads one back end and makes it the active one. */
import util from 'node:util'
import * as tf from '@tensorflow/tfjs-core'
import { muted } from './muted.ts'
import type { NodeBackend } from './node-backend.ts'

/** The back ends, fastest first. */
export const backendNames = ['tfjs-node-gpu', 'tfjs-node', 'wasm', 'cpu'] as const

/** A back end of TensorFlow.js, by the end of its package's name. */
export type BackendName = (typeof backendNames)[number]

const loaders: Record<BackendName, () => Promise<void>> = {
  'tfjs-node-gpu': () => loadNative(true, () => import('@tensorflow/tfjs-node-gpu')),
  'tfjs-node': () => loadNative(false, () => import('@tensorflow/tfjs-node')),
  wasm: () => loadPortable('wasm', () => import('@tensorflow/tfjs-backend-wasm')),
  cpu: () => loadPortable('cpu', () => import('@tensorflow/tfjs-backend-cpu')),
}

/**
 * Loads a back end and makes it the active one.
 *
 * @throws Error if it does not load; the back end of before is then active again and nothing is left registered
 */
export function loadBackend(name: BackendName): Promise<void> {
  return muted(loaders[name])
}

async function loadNative(gpu: boolean, load: () => Promise<unknown>): Promise<void> {
  const present = tf.findBackend('tensorflow') as NodeBackend | null
  if (present && present.isGPUPackage !== gpu)
    throw new Error('another tfjs-node package is loaded in this process')
  restoreNodeUtilities()
  // TensorFlow reads the environment once, when it is loaded.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
  const previous = tf.getBackend()
  try {
    await load()
    await activate('tensorflow')
  } catch (error) {
    if (!present) await forget('tensorflow', previous)
    throw error
  }
}

/** tfjs-node 4.22 needs two of util that Node 22 warns of and Node 23 lacks (tensorflow/tfjs#8609). */
function restoreNodeUtilities(): void {
  const isNullOrUndefined = (value: unknown) => value === null || value === undefined
  Object.assign(util, { isNullOrUndefined, isArray: Array.isArray })
}

async function loadPortable(name: 'wasm' | 'cpu', load: () => Promise<unknown>): Promise<void> {
  // Under Node tfjs-core brings no gradients; tfjs-layers does, and tfjs-node has it inside.
  if (!tf.getGradient('Conv2D')) await import('@tensorflow/tfjs-layers')
  await load()
  await activate(name)
  // The first tensor prints advice.
  tf.scalar(0).dispose()
}

async function activate(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error('it does not start')
}

/** tfjs-node registers its kernels before it looks for its binding. */
async function forget(name: string, previous: string): Promise<void> {
  if (tf.findBackendFactory(name)) tf.removeBackend(name)
  for (const { kernelName } of tf.getKernelsForBackend(name)) tf.unregisterKernel(kernelName, name)
  if (previous) await tf.setBackend(previous)
}

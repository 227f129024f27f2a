/** Loads one back end and makes it the active one. */
import util from 'node:util'
import * as tf from '@tensorflow/tfjs-core'
import { muted } from './muted.ts'
import type { NodeBackend } from './node-backend.ts'

/** The back ends, fastest first. */
export const backendNames = ['tfjs-node-gpu', 'tfjs-node', 'wasm', 'cpu'] as const

/** A back end of TensorFlow.js, by the end of its package's name. */
export type BackendName = (typeof backendNames)[number]

const loaders: Record<BackendName, (threads: number | undefined) => Promise<void>> = {
  'tfjs-node-gpu': (threads) =>
    loadNative(true, () => import('@tensorflow/tfjs-node-gpu'), threads),
  'tfjs-node': (threads) => loadNative(false, () => import('@tensorflow/tfjs-node'), threads),
  wasm: () => loadPortable('wasm', () => import('@tensorflow/tfjs-backend-wasm')),
  cpu: () => loadPortable('cpu', () => import('@tensorflow/tfjs-backend-cpu')),
}

/**
 * Loads a back end and makes it the active one.
 *
 * @param threads how many threads TensorFlow computes with; undefined: one for each core
 * @throws Error if it does not load; the back end of before is then active again and nothing is left registered
 */
export function loadBackend(name: BackendName, threads?: number): Promise<void> {
  return muted(() => loaders[name](threads))
}

async function loadNative(
  gpu: boolean,
  load: () => Promise<unknown>,
  threads: number | undefined,
): Promise<void> {
  const present = tf.findBackend('tensorflow') as NodeBackend | null
  if (present && present.isGPUPackage !== gpu)
    throw new Error('another tfjs-node package is loaded in this process')
  restoreNodeUtilities()
  // TensorFlow reads the environment once, when it is loaded.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'
  if (threads !== undefined) setThreads(threads, present !== null)
  const previous = tf.getBackend()
  try {
    await load()
    await activate('tensorflow')
  } catch (error) {
    if (!present) await forget('tensorflow', previous)
    throw error
  }
}

/** Threads within an op; how many ops run side by side is left to TensorFlow. */
function setThreads(threads: number, isLoaded: boolean): void {
  const variable = 'TF_NUM_INTRAOP_THREADS'
  if (isLoaded && process.env[variable] !== String(threads))
    throw new Error('the number of threads can be set only before TensorFlow is loaded')
  process.env[variable] = String(threads)
}

/** util lost these two in Node 23, and tfjs-node 4.22 needs them (tensorflow/tfjs#8609). */
function restoreNodeUtilities(): void {
  const utilities = util as unknown as Record<string, unknown>
  utilities.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined
  utilities.isArray ??= Array.isArray
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

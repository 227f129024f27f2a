/** Loads a back end of TensorFlow.js, and says which network can be trained on it. */
import { type Model, mlp, smallCnn } from '@deepauc/models'
import * as tf from '@tensorflow/tfjs-core'
// tfjs-core comes without the gradients of its ops.
import '@tensorflow/tfjs-core/dist/register_all_gradients.js'
import { side } from './rings.ts'

export interface BackEnd {
  readonly name: keyof typeof backEnds
  /** What is trained, for people. */
  readonly network: string
  createModel(seed: number): Model
}

const backEnds = {
  webgl: {
    network: 'a small convolutional network',
    load: () => import('@tensorflow/tfjs-backend-webgl'),
    createModel: (seed: number) => smallCnn({ seed, width: 4 }),
  },
  // It lacks the gradient of a convolution in its filter.
  wasm: {
    network: 'a fully connected network',
    load: async () => {
      const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
      setWasmPaths('wasm/')
    },
    createModel: (seed: number) => mlp({ seed, inputs: side ** 2 }),
  },
}

/**
 * Makes it the active one: `webgl` where the browser has it, unless another is asked for.
 *
 * @throws Error if it does not start
 */
export async function loadBackEnd(asked: string | null): Promise<BackEnd> {
  const name = asked === 'wasm' || !hasWebgl() ? 'wasm' : 'webgl'
  const { load, ...backEnd } = backEnds[name]
  await load()
  if (!(await tf.setBackend(name))) throw new Error(`the back end ${name} does not start`)
  return { name, ...backEnd }
}

function hasWebgl(): boolean {
  return document.createElement('canvas').getContext('webgl2') !== null
}

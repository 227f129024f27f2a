/** The training of the example page, in Node on tfjs's own cpu back end. */
import { loadSafetensors, mlp, smallCnn } from '@deepauc/models'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
// Brings the gradients.
import '@tensorflow/tfjs-layers'
import { side } from '../../examples/browser/src/rings.ts'
import { createTraining } from '../../examples/browser/src/training.ts'

export type ExampleBackEnd = 'webgl' | 'wasm'

const seed = 0
const models = {
  webgl: () => smallCnn({ seed, width: 4 }),
  wasm: () => mlp({ seed, inputs: side ** 2 }),
}

// Keeps tfjs from advertising on the console.
tf.enableProdMode()

/** Validation AUC of the page's network after so many steps. */
export async function aucAfter(backEnd: ExampleBackEnd, steps: number): Promise<number> {
  await tf.setBackend('cpu')
  const training = createTraining(models[backEnd](), seed)
  for (let step = 0; step < steps; step++) training.step()
  const { auc } = await training.evaluate()
  training.dispose()
  return auc
}

/** Validation AUC of weights that the page has saved. */
export async function aucOf(backEnd: ExampleBackEnd, weights: Uint8Array): Promise<number> {
  await tf.setBackend('cpu')
  const model = models[backEnd]()
  loadSafetensors(model, weights)
  const training = createTraining(model, seed)
  const { auc } = await training.evaluate()
  training.dispose()
  return auc
}

import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
// tfjs-core for Node comes without the gradients of its ops; tfjs-layers registers them.
import '@tensorflow/tfjs-layers'
import { afterEach, beforeEach, expect } from 'vitest'

// Every test runs on the cpu back end unless it selects another, and must free its tensors.
let before = 0

beforeEach(async () => {
  if (!tf.getBackend()) await tf.setBackend('cpu')
  before = tf.memory().numTensors
})

afterEach(() => {
  expect(tf.memory().numTensors, 'tensors left behind by the test').toBe(before)
})

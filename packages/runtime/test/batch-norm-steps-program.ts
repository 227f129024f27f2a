/** Prints a hash of what eight steps of a small residual network leave behind, and how memory grows: for another process. */
import { createHash } from 'node:crypto'
import { batchNormTraining } from '@deepauc/models'
import * as tf from '@tensorflow/tfjs-core'
import type { RecordableBackend } from '../src/compile/backend.ts'
import { compile } from '../src/compile/index.ts'
import { selectBackend } from '../src/index.ts'
import { wave } from './reference.ts'

const [precision, steps] = [process.argv[2] as 'float32' | 'bfloat16', Number(process.argv[3])]
await selectBackend({ backend: 'tfjs-node' })

const [scale, offset] = [1, 0.1].map((value) => tf.variable(tf.fill([16], value)))
const filters = [0, 1, 2].map((i) =>
  tf.tidy(() => tf.variable(tf.mul(wave([3, 3, 16, 16], i), 0.1))),
)
const forward = (images: tf.Tensor): tf.Scalar => {
  let x = images as tf.Tensor4D
  for (const filter of filters) {
    const y = tf.conv2d(x, filter as tf.Tensor4D, 1, 'same')
    const normalised = batchNormTraining(y, scale as tf.Tensor1D, offset as tf.Tensor1D)
    x = tf.relu(tf.add(normalised, x)) as tf.Tensor4D
  }
  return tf.mean(tf.square(tf.sub(x, 0.3)))
}
const step = compile(
  (images: tf.Tensor) => {
    const { value, grads } = tf.variableGrads(() => forward(images), filters)
    for (const filter of filters)
      filter.assign(tf.sub(filter, tf.mul(0.1, grads[filter.name] as tf.Tensor)))
    return value
  },
  { precision },
)
const megabytes: number[] = []
for (let i = 0; i < steps; i++) {
  tf.tidy(() => step(wave([4, 32, 32, 16], i % 4)).dataSync())
  if (i >= steps - 2 || i === Math.floor(steps / 5))
    megabytes.push(process.memoryUsage.rss() / 2 ** 20)
}
step.session.sync()
const hash = createHash('sha256')
for (const filter of filters) hash.update(filter.dataSync() as Float32Array)
const { hasKernels } = (tf.backend() as RecordableBackend).binding
process.stdout.write(JSON.stringify({ hash: hash.digest('hex'), megabytes, hasKernels }))

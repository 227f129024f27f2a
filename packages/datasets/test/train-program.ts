/**
 * Trains a logistic regression on the brightness of images, one epoch, each row once; its argument is JSON with the
 * folder of the cache and the memory budget. Prints what it has seen and learned.
 */
import { readFileSync } from 'node:fs'
import { openCache } from '../src/cache/open-cache.ts'
import { loadBatches } from '../src/loader/load-batches.ts'
import { uniformBatches } from '../src/samplers/uniform-batches.ts'

const { folder, memoryBudget } = JSON.parse(process.argv[2] as string)
const { parts } = await openCache(folder, { memoryBudget })
const train = parts.train as NonNullable<typeof parts.train>
const [count, h, w] = train.shape
const loader = loadBatches(train, uniformBatches(count, { batchSize: 32, seed: 0 }), { workers: 2 })
let [weight, bias, right, inPlace] = [0, 0, 0, 0]
for (let step = 0; step < loader.batchesPerEpoch; step++) {
  const { images, labels, indices } = await loader.batch(step)
  labels.forEach((label, i) => {
    const image = images.subarray(i * h * w, (i + 1) * h * w)
    // The first pixels of each image are its row's number.
    const row = image
      .slice(0, 3)
      .reduce((number, value) => number * 256 + Math.round(value * 255), 0)
    if (row === indices[i]) inPlace++
    const brightness = image.reduce((sum, value) => sum + value, 0) / image.length - 0.5
    const score = weight * brightness + bias
    if (score > 0 === (label === 1)) right++
    const error = label - 1 / (1 + Math.exp(-score))
    weight += 5 * error * brightness
    bias += 0.1 * error
  })
}
const [, peak] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
console.log(JSON.stringify({ inPlace, accuracy: right / count, peakMiB: Number(peak) / 1024 }))

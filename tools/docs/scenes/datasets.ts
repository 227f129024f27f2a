/** What the examples of `@deepauc/datasets` take for granted. */
import {
  type Batch,
  balancedBatches,
  binarizeHalves,
  readMnist,
  type Sampler,
} from '@deepauc/datasets'
import { sampleDataDirectory } from '@deepauc/sample-data'

const { test } = await readMnist(sampleDataDirectory)
const batches: Sampler = balancedBatches(binarizeHalves(test).labels, {
  ...{ batchSize: 8, positiveRate: 0.25, seed: 0 },
})

export const all = binarizeHalves(test)
export const set = { ...all }
export const sampler: Sampler = { ...batches, batchesPerEpoch: 3 }
export const learn = ({ shape }: Batch) => console.log(shape)

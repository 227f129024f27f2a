/** Batches for a run: what a method draws from the training rows, and all other rows in order. */
import {
  type Augmentation,
  type BatchLoader,
  balancedBatches,
  type LoadableRows,
  loadBatches,
  multiLabelBatches,
  orderedBatches,
  type Sampler,
  uniformBatches,
} from '@deepauc/datasets'
import type { Method, Sampling } from '@deepauc/trainer'
import type { Recipe, TrainingRecipe } from './recipe/recipe.ts'

// Twice as many images fit into a batch when nothing is kept for a backward pass.
const evaluationBatchSize = 256

/**
 * A loader for each batch of a step, in the order of the method's stages.
 *
 * @throws RangeError if a batch cannot be filled
 */
export function trainingSources(
  method: Method,
  part: LoadableRows,
  { training, augmentation }: Recipe,
): BatchLoader[] {
  const { workers } = training
  const samplings = method.stages.flatMap((stage) => stage.batches)
  return samplings.map((sampling, i) => {
    const sampler = samplerOf(sampling, part, { ...training, purpose: `batch ${i + 1}` })
    return loadBatches(part, sampler, {
      augmentation,
      ...(workers !== undefined && { workers }),
    })
  })
}

/** All rows in order. Only what makes images comparable is done to them: their size and their scale. */
export function evaluationSource(part: LoadableRows, { augmentation }: Recipe): BatchLoader {
  const sampler = orderedBatches(part.shape[0], { batchSize: evaluationBatchSize })
  return loadBatches(part, sampler, { workers: 0, augmentation: deterministic(augmentation) })
}

function deterministic({ padTo, centerCrop, crop, resize, normalize }: Augmentation): Augmentation {
  const window = centerCrop ?? crop
  return {
    ...(padTo !== undefined && { padTo }),
    ...(window !== undefined && { centerCrop: window }),
    ...(resize !== undefined && { resize }),
    ...(normalize && { normalize }),
  }
}

function samplerOf(
  sampling: Sampling,
  { labels, shape: [n] }: LoadableRows,
  { purpose, batchSize, positiveRate, seed }: TrainingRecipe & { readonly purpose: string },
): Sampler {
  const options = { batchSize, seed, purpose }
  if (sampling === 'uniform') return uniformBatches(n, options)
  const tasks = labels.length / n
  if (tasks === 1) return balancedBatches(labels, { ...options, positiveRate })
  const rowsPerTask = Math.floor(batchSize / tasks)
  return multiLabelBatches(labels, { tasks, rowsPerTask, positiveRate, seed, purpose })
}

/** The key `training` of a recipe. */
import { z } from 'zod'
import type { BudgetRecipe, MeasureRecipe, TrainingRecipe } from './recipe.ts'
import { count, openShare, positive, type Shape } from './shape.ts'

const budget: z.ZodType<BudgetRecipe> = z
  .strictObject({
    gradientEvaluations: count
      .exactOptional()
      .describe('Batches that go through forward and backward.'),
    epochs: positive
      .exactOptional()
      .describe('Of images / batchSize gradient evaluations each, for every method.'),
    steps: count.exactOptional().describe('Updates of the weights, whatever they cost.'),
    seconds: positive.exactOptional().describe('Of training, without evaluation: Table 5.'),
  } satisfies Shape<BudgetRecipe>)
  .refine((given) => Object.keys(given).length === 1, {
    error: 'needs exactly one of gradientEvaluations, epochs, steps and seconds',
  })
  .meta({ minProperties: 1, maxProperties: 1 })
  .describe('How long: exactly one of these.')

const schedule = z
  .strictObject({
    drops: z
      .array(openShare)
      .default([0.5, 0.75])
      .describe('Shares of the training after which all rates are divided.'),
    factor: positive.default(10).describe('What they are divided by.'),
  })
  .prefault({})
  .describe('How the learning rates fall. The default is the schedule of the paper.')

const measure: z.ZodType<MeasureRecipe> = z
  .strictObject({
    trainingImages: count
      .exactOptional()
      .describe('Score so many of the training images, without augmentation.'),
    test: z.boolean().exactOptional().describe('Score the test part. Nothing is chosen by it.'),
    termImages: count
      .exactOptional()
      .describe('Terms of the decomposition (equation 5), on so many of the training images.'),
    objectiveImages: count
      .exactOptional()
      .describe(
        "Squared norm of the gradient of CT's objective (Theorem 1), on so many of the training images.",
      ),
  } satisfies Shape<MeasureRecipe>)
  .describe('What else is measured at every evaluation, for figures.')

export const trainingSchema: z.ZodType<TrainingRecipe> = z
  .strictObject({
    seed: z.int().min(0).default(0).describe('Of everything that is random.'),
    batchSize: count.default(128).describe('Images in a batch.'),
    positiveRate: openShare
      .default(0.2)
      .describe('Positives / images in a batch of an AUC loss; 0.2 as in LibAUC.'),
    budget,
    schedule,
    evaluations: count.default(10).describe('How often the validation part is scored.'),
    measure: measure.exactOptional(),
    accumulate: count
      .default(1)
      .describe('Parts that a batch is computed in, to save memory; batchSize is divided by it.'),
    precision: z
      .enum(['float32', 'bfloat16', 'float16'])
      .default('float32')
      .describe(
        'Of convolutions and matrix products; bfloat16 on native TensorFlow, float16 on its GPUs.',
      ),
    checkpoint: z
      .strictObject({
        everySteps: count.exactOptional().describe('Default: at every evaluation.'),
        keep: count.default(2).describe('How many checkpoints stay on the disk.'),
      })
      .prefault({})
      .describe('When the state is saved.'),
    workers: z
      .int()
      .min(0)
      .exactOptional()
      .describe('Threads that prepare batches. Results do not depend on them.'),
  } satisfies Shape<TrainingRecipe>)
  .superRefine(checkTraining)
  .describe('Batches, budget, schedule.')

function checkTraining(training: TrainingRecipe, { addIssue }: z.RefinementCtx): void {
  const { batchSize, accumulate, schedule } = training
  const refuse = (path: string[], message: string) => addIssue({ code: 'custom', path, message })
  if (batchSize % accumulate !== 0) refuse(['accumulate'], `must divide batchSize, ${batchSize}`)
  const { drops } = schedule
  if (drops.some((drop, i) => i > 0 && drop <= (drops[i - 1] as number)))
    refuse(['schedule', 'drops'], 'must be in ascending order')
}

/** What may stand in a recipe. */
import { z } from 'zod'
import { augmentationSchema, dataSchema } from './data-schema.ts'
import { methodSchema } from './method-schema.ts'
import { networkSchema } from './network-schema.ts'
import type { Recipe } from './recipe.ts'
import { type Shape, text } from './shape.ts'
import { trainingSchema } from './training-schema.ts'

/** Refuses every key that it does not know, and fills in every default. */
export const recipeSchema: z.ZodType<Recipe> = z
  .strictObject({
    name: text.exactOptional().describe('For people.'),
    extends: z
      .union([text, z.array(text)])
      .exactOptional()
      .describe(
        'Recipes that this one changes, the later the stronger: presets by name, files by a path that ends in .yaml.',
      ),
    data: dataSchema,
    augmentation: augmentationSchema,
    network: networkSchema,
    method: methodSchema,
    training: trainingSchema,
  } satisfies Shape<Recipe>)
  .superRefine(({ method, training: { schedule, measure } }, { addIssue }) => {
    const refuse = (path: string[], message: string) =>
      addIssue({ code: 'custom', path: ['training', ...path], message })
    if (method.name === 'TS-DRW' && schedule.drops.length === 0)
      refuse(['schedule', 'drops'], 'must not be empty: TS-DRW changes its loss at the first drop')
    if (method.name !== 'CT' && measure?.objectiveImages !== undefined)
      refuse(['measure', 'objectiveImages'], 'belongs to CT: no other method has its objective')
  })
  .describe('A training of deepauc. What a recipe extends may be left out.')

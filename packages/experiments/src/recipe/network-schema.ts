/** The key `network` of a recipe. */
import { z } from 'zod'
import { type PlainNetwork, plainNetworks } from './plain-networks.ts'
import type { NetworkRecipe } from './recipe.ts'
import { count, shareOfOld, text } from './shape.ts'

const weights = text
  .exactOptional()
  .describe('File with initial weights (safetensors); relative to the folder of this file.')

export const networkSchema: z.ZodType<NetworkRecipe> = z
  .discriminatedUnion('name', [
    z.strictObject({
      name: z.enum(Object.keys(plainNetworks) as PlainNetwork[]),
      weights,
    }),
    z.strictObject({
      name: z.literal('efficientnet-v2-s'),
      weights,
      dropout: shareOfOld.default(0.2).describe('Probability of dropping a feature.'),
      stochasticDepth: shareOfOld
        .default(0.2)
        .describe('Probability of leaving out the last residual block; for others it is smaller.'),
    }),
    z.strictObject({
      name: z.literal('small-cnn'),
      weights,
      width: count.default(8).describe('Channels after the first convolution.'),
    }),
    z.strictObject({
      name: z.literal('mlp'),
      weights,
      hidden: z.array(count).default([64]).describe('Widths of the hidden layers.'),
    }),
  ])
  .describe('What turns images into scores.')

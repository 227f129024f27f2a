/** What `sweep.json` must hold to be read: enough that nothing fails later for want of it. Recipes are checked when cells are made. */
import { z } from 'zod'

const layer = z.record(z.string(), z.unknown())
const key = { study: z.string(), row: z.string(), column: z.string() }
const seeds = z.array(z.int())

const arm = z.object({
  ...key,
  from: z.object(key).optional(),
  layers: z.array(layer),
  grid: z.record(z.string(), z.array(z.unknown())),
})

const study = z.object({
  name: z.string(),
  description: z.string(),
  tuningSeeds: seeds,
  seeds,
  arms: z.array(arm),
})

const cell = z.object({
  hash: z.string(),
  name: z.string(),
  recipe: z.object({ data: layer, method: layer, network: layer, training: layer }),
  uses: z.array(z.object({ ...key, seed: z.int() })).min(1),
})

/** Only to check with: what it does not know is left out of what it returns. */
export const sweepFileSchema: z.ZodType = z.object({
  profile: z.object({ name: z.string(), description: z.string(), studies: z.array(study) }),
  reference: z.string().optional(),
  folders: z.record(
    z.string(),
    z.union([z.object({ root: z.string() }), z.object({ prepared: z.string() })]),
  ),
  set: z.array(z.string()),
  cells: z.array(cell),
  selections: z.array(z.object(key)),
  later: z.int(),
})

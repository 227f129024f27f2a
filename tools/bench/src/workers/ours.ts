/** One compositional iteration of ResNet-20 with this workspace's packages, on the same batches again and again. */
import { type OurOptions, prepareStep } from '../our-step.ts'
import { readBatches } from './batches.ts'
import { serve } from './serve.ts'

await serve(async (options: OurOptions) => {
  const { detail, step } = await prepareStep(options)
  const batches = readBatches(options)
  return { detail, iterate: () => step(...batches) }
})

/** The keys `data` and `augmentation` of a recipe. */
import { type Augmentation, type KnownSource, sources } from '@deepauc/datasets'
import { z } from 'zod'
import type { DataRecipe } from './recipe.ts'
import { count, notNegative, openShare, positive, type Shape, text } from './shape.ts'

const names = z.array(text).min(1)

export const dataSchema: z.ZodType<DataRecipe> = z
  .strictObject({
    source: z
      .enum(['sample', ...Object.keys(sources)])
      .describe('The data set; sample is the part of Fashion-MNIST that comes with deepauc.'),
    root: text
      .exactOptional()
      .describe('Folder with the files of the source; relative to the folder of this file.'),
    prepared: text
      .exactOptional()
      .describe('Folder made by `deepauc data prepare`, in place of root.'),
    options: z.strictObject(optionsOfAll()).exactOptional().describe('Options of the source.'),
    size: count.exactOptional().describe('Side in pixels that images are resized to.'),
    channels: z.literal([1, 3]).exactOptional().describe('1 for grey, 3 for RGB.'),
    binarize: z
      .union([
        z.literal('halves'),
        z.strictObject({
          positive: names.describe('Classes by name.'),
          negative: names.exactOptional().describe('Classes by name. Default: all others.'),
        }),
      ])
      .exactOptional()
      .describe(
        'What is positive: classes by name, or halves, the upper half of the classes as in the paper.',
      ),
    findings: names
      .exactOptional()
      .describe('For a source with several labels an image: those to learn, in place of binarize.'),
    imratio: z
      .union([z.number().gt(0).max(0.5), z.literal('as-is')])
      .default('as-is')
      .describe('Positives / all images in the training part; positives are removed to get there.'),
    validation: z
      .union([
        z.literal('source'),
        z.strictObject({
          fraction: openShare.describe('Share of the training part.'),
          by: z
            .enum(['image', 'patient'])
            .default('image')
            .describe('patient: no patient is in both parts.'),
        }),
      ])
      .default({ fraction: 0.1, by: 'image' })
      .describe("Held out of the training part, or source, the source's own validation part."),
  } satisfies Shape<DataRecipe>)
  .superRefine(checkData)
  .describe('Which images, and which of them are positive.')

export const augmentationSchema: z.ZodType<Augmentation> = z
  .strictObject({
    padTo: count.exactOptional().describe('Side of the square that images are centred in.'),
    centerCrop: count.exactOptional().describe("Side of the square kept of an image's middle."),
    rotate: z
      .number()
      .min(0)
      .max(180)
      .exactOptional()
      .describe('Random rotation by up to so many degrees either way.'),
    pad: z
      .int()
      .min(0)
      .exactOptional()
      .describe('Random displacement by up to so many pixels each way, zeros outside.'),
    crop: count.exactOptional().describe('Random crop: the side of a square window.'),
    shrink: z
      .int()
      .min(0)
      .exactOptional()
      .describe('Random crop smaller by so many pixels, enlarged again; 2 in LibAUC.'),
    flip: z.boolean().exactOptional().describe('Exchange left and right in half of the images.'),
    verticalFlip: z
      .boolean()
      .exactOptional()
      .describe('Exchange top and bottom in half of the images.'),
    resize: count
      .exactOptional()
      .describe('Side of the square that all of this is resized to, without smoothing.'),
    normalize: z
      .strictObject({
        mean: z.array(notNegative).min(1).describe('Subtracted.'),
        std: z.array(positive).min(1).describe('What is left is divided by it.'),
      })
      .exactOptional()
      .describe('Mean and standard deviation of values in [0, 1], for all channels or each.'),
  } satisfies Shape<Augmentation>)
  .prefault({})
  .describe('What happens to training images, in this order. Left out means not at all.')

/** Options of all sources together, so that an editor knows them; `checkData` knows what belongs to which. */
function optionsOfAll(): Record<string, z.ZodExactOptional<z.ZodLiteral<string | number>>> {
  const all = Object.entries<KnownSource>(sources).flatMap(([source, { options = {} }]) =>
    Object.entries(options).map(([option, values]) => ({ source, option, values })),
  )
  return Object.fromEntries(
    all.map(({ option }) => {
      const same = all.filter((other) => other.option === option)
      const values = [...new Set(same.flatMap(({ values }) => values))].map(written)
      const says = same.map(({ source, values: [first] }) => `Of ${source}. Default ${first}.`)
      return [option, z.literal(values).exactOptional().describe(says.join(' '))]
    }),
  )
}

/** As YAML reads it without quotes. */
function written(value: string): string | number {
  return /^\d+$/.test(value) ? Number(value) : value
}

function checkData(data: DataRecipe, { addIssue }: z.RefinementCtx): void {
  const { source, root, prepared, options = {}, binarize, findings, imratio } = data
  const own = sources[source]?.options ?? {}
  const isSample = source === 'sample'
  const sampleHasFiles = 'is not for the sample, which has its own files'
  const rules: [isBroken: boolean, path: string[], message: string][] = [
    [isSample && root !== undefined, ['root'], sampleHasFiles],
    [isSample && prepared !== undefined, ['prepared'], sampleHasFiles],
    [!!root && !!prepared, ['prepared'], 'excludes data.root: give one of them'],
    [!binarize === !findings, [], 'needs exactly one of binarize and findings'],
    [!!findings && imratio !== 'as-is', ['imratio'], 'must be as-is for several findings'],
    ...Object.entries(options).map(([option, value]): (typeof rules)[number] => {
      const values = Object.hasOwn(own, option) ? own[option] : undefined
      const says = values ? `must be ${values.join(' or ')} for` : 'is not an option of'
      return [!values?.includes(String(value)), ['options', option], `${says} ${source}`]
    }),
  ]
  for (const [isBroken, path, message] of rules)
    if (isBroken) addIssue({ code: 'custom', path, message })
}

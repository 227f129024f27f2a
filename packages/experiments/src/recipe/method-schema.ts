/** The key `method` of a recipe: the options of the methods of `@deepauc/trainer`, with the same names and defaults. */
import { z } from 'zod'
import type {
  AucCeRecipe,
  AucScRecipe,
  CeRecipe,
  CtRecipe,
  MethodRecipe,
  TwoStageRecipe,
} from './recipe.ts'
import {
  count,
  notNegative,
  openShare,
  positive,
  type Shape,
  shareOfNew,
  shareOfOld,
} from './shape.ts'

const descent = {
  learningRate: positive.default(0.1).describe('Rate of the weights at the start of training.'),
  weightDecay: notNegative.default(1e-4).describe('Coefficient of the L2 penalty.'),
  clipValue: positive
    .exactOptional()
    .describe('Bound of each entry of a gradient; 1 in LibAUC. Default: none.'),
  clipNorm: positive
    .exactOptional()
    .describe('Bound of the norm of all gradients together. Default: none.'),
}

const loss = z
  .strictObject({
    margin: positive.default(1).describe("The paper's margin c."),
    prior: z
      .union([z.literal(['none', 'batch']), openShare, z.array(openShare).min(1)])
      .default('none')
      .describe(
        'Weight of the classes: the same for both, by the share of positives in the batch, or by the given share.',
      ),
    scoreTransform: z
      .literal(['sigmoid', 'l2', 'none'])
      .default('sigmoid')
      .describe('What is done to the scores before the loss.'),
  } satisfies Shape<NonNullable<AucScRecipe['loss']>>)
  .prefault({})
  .describe('The AUC-margin loss.')

const outerStep = {
  ...descent,
  gradientAveraging: shareOfNew
    .default(0.9)
    .describe('β1, weight of the new gradient in the average z; tuned in [0.1, 0.99].'),
  alphaMin: z.number().default(0).describe('Lower bound of alpha.'),
  alphaMax: z.number().default(999).describe('Upper bound of alpha.'),
}

const proximal = {
  epochDecay: notNegative
    .default(0)
    .describe("LibAUC's pull towards the reference, which moves where the rates drop."),
  reference: z
    .enum(['initial', 'zero'])
    .default('initial')
    .describe('The first reference: the initial weights, or zero.'),
}

const aucSc = {
  ...outerStep,
  ...proximal,
  loss,
  mode: z.enum(['sgd', 'adam']).default('sgd').describe('How a gradient becomes a step.'),
  beta1: shareOfOld.exactOptional().describe('Of adam. Default 0.9.'),
  beta2: shareOfOld.exactOptional().describe('Of adam. Default 0.999.'),
  epsilon: notNegative.exactOptional().describe('Of adam. Default 1e-8.'),
  amsgrad: z.boolean().exactOptional().describe('Of adam. Default false.'),
}

const ce = {
  ...descent,
  momentum: shareOfOld.default(0.9).describe('Share of the old direction that is kept.'),
} satisfies Shape<CeRecipe>

const aucCe = {
  ...aucSc,
  crossEntropyWeight: notNegative
    .default(0.5)
    .describe("The paper's c in L_AUC + c·L_AVG, tuned in 0.25, 0.5, 0.75."),
} satisfies Shape<AucCeRecipe>

const twoStage = {
  first: z.strictObject(ce).prefault({}).describe('Options of the stage of cross-entropy.'),
  second: z.strictObject(aucSc).prefault({}).describe('Options of the stage of the AUC loss.'),
} satisfies Shape<TwoStageRecipe>

const classifierStage = {
  ...aucSc,
  learningRate: positive.default(0.01).describe('Rate of the new classifier; it does not drop.'),
} satisfies Shape<AucScRecipe>

const ct = {
  ...outerStep,
  ...proximal,
  loss,
  variant: z
    .enum(['libauc', 'algorithm1'])
    .default('libauc')
    .describe("LibAUC's form of PDSCA, or the paper's Algorithm 1 to the letter."),
  innerSteps: count.default(1).describe("The paper's k, tuned in 1, 2, 3."),
  innerLearningRate: positive.default(0.1).describe("The paper's α, rate of the inner steps."),
  dualLearningRate: positive
    .exactOptional()
    .describe('η2, rate of alpha. Default: the same as learningRate.'),
  innerAveraging: shareOfNew
    .default(0.9)
    .describe('β0, weight of the new value in u; tuned in [0.1, 0.99]. 1: no averaging.'),
  dual: z
    .enum(['gradient', 'closedForm'])
    .exactOptional()
    .describe('How alpha moves. Default: closedForm for libauc, gradient for algorithm1.'),
  hessian: z
    .enum(['ignore', 'finite-difference'])
    .default('ignore')
    .describe("The Hessian factor of the inner steps; the paper's experiments leave it out."),
  evaluateAt: z
    .enum(['weights', 'innerPoint'])
    .default('weights')
    .describe('Which weights are evaluated: w, or u after the last inner step.'),
  innerSampling: z
    .enum(['uniform', 'balanced'])
    .default('uniform')
    .describe('How the batch S1 of the average loss is drawn; balanced in LibAUC.'),
  sameBatch: z.boolean().default(false).describe("S1 = S2, the paper's ablation."),
  scaling: z
    .enum(['none', 'adam', 'amsgrad', 'adabound'])
    .default('none')
    .describe('h_t, adaptive step sizes; none in all experiments of the paper.'),
  secondMomentAveraging: shareOfNew.exactOptional().describe('Of scaling. Default 0.001.'),
  epsilon: notNegative.exactOptional().describe('G0, of scaling. Default 1e-8.'),
  scaleBounds: z
    .tuple([positive, positive])
    .exactOptional()
    .describe('Of adabound. Default [0.1, 10].'),
} satisfies Shape<CtRecipe>

const epochs = positive
  .default(10)
  .describe('Length of the second stage, on top of the budget; 10 in the paper.')

export const methodSchema: z.ZodType<MethodRecipe> = z
  .discriminatedUnion('name', [
    z.strictObject({ name: z.literal('CE'), ...ce }),
    z.strictObject({ name: z.literal('AUCsc'), ...aucSc }),
    z.strictObject({ name: z.literal('AUC-CE'), ...aucCe }),
    z.strictObject({ name: z.literal('TS-DRW'), ...twoStage }),
    z.strictObject({
      name: z.literal('TS-DEC'),
      first: twoStage.first,
      second: z
        .strictObject(classifierStage)
        .prefault({})
        .describe('Options of the new classifier.'),
      epochs,
    }),
    z.strictObject({ name: z.literal('CT'), ...ct }),
  ])
  .superRefine(checkMethod)
  .describe("How the network is trained: a method of the paper's tables.")

function checkMethod(method: MethodRecipe, { addIssue }: z.RefinementCtx): void {
  const refuse = (path: string[], message: string) => addIssue({ code: 'custom', path, message })
  const [stage, path] = 'second' in method ? [method.second, ['second']] : [method, []]
  const { alphaMin = 0, alphaMax = 999 } = stage as AucScRecipe
  if (alphaMin >= alphaMax) refuse([...path, 'alphaMin'], `must be below alphaMax, ${alphaMax}`)
  if (method.name !== 'CT') return
  const { variant, epochDecay = 0, scaleBounds } = method
  if (variant === 'algorithm1' && epochDecay > 0)
    refuse(['epochDecay'], "belongs to variant libauc: the paper's Algorithm 1 has no reference")
  if (scaleBounds && scaleBounds[0] > scaleBounds[1])
    refuse(['scaleBounds'], 'must be the lower bound, then the upper one')
}

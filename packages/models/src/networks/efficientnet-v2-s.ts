/** EfficientNetV2-S. */
import { averagePooled, defineModel } from '../define-model.ts'
import { constant, kaimingNormal, uniform } from '../initializers.ts'
import { batchNorm } from '../layers/batch-norm.ts'
import { conv2d } from '../layers/conv2d.ts'
import { depthwiseConv2d } from '../layers/depthwise-conv2d.ts'
import { stochasticResidual } from '../layers/dropout.ts'
import { type Layer, sequential } from '../layers/layer.ts'
import { silu } from '../layers/silu.ts'
import { squeezeExcite } from '../layers/squeeze-excite.ts'
import type { Model, NetworkOptions } from '../model.ts'
import type { Weights } from '../weights.ts'

/** Table 4 of the paper: blocks in sequence, of which the first has the stride and changes the width. */
const stages = [
  { block: fusedMbConv, expansion: 1, stride: 1, from: 24, to: 24, blocks: 2 },
  { block: fusedMbConv, expansion: 4, stride: 2, from: 24, to: 48, blocks: 4 },
  { block: fusedMbConv, expansion: 4, stride: 2, from: 48, to: 64, blocks: 4 },
  { block: mbConv, expansion: 4, stride: 2, from: 64, to: 128, blocks: 6 },
  { block: mbConv, expansion: 6, stride: 1, from: 128, to: 160, blocks: 9 },
  { block: mbConv, expansion: 6, stride: 2, from: 160, to: 256, blocks: 15 },
] as const

/** What {@link efficientNetV2S} takes besides. */
export interface EfficientNetOptions extends NetworkOptions {
  /** Probability with which training drops one of the last 1,280 features. */
  readonly dropout?: number
  /** Probability with which training leaves out the last residual block; for the others it grows from 0 in proportion to their place. */
  readonly stochasticDepth?: number
}

/**
 * The small EfficientNetV2 for images of about 300×300: 20,178,769 parameters for 3 channels and 1 logit.
 *
 * Names and initial weights are torchvision's `efficientnet_v2_s`. Training needs `mode.noise` of `model.noise` columns
 * unless both probabilities are 0.
 *
 * @see Tan and Le, EfficientNetV2: smaller models and faster training, 2021, table 4
 * @example
 * const model = efficientNetV2S({ seed: 0 })
 * const logits = model.apply(tf.zeros([2, 256, 256, 3]), { training: false }) // [2, 1]
 */
export function efficientNetV2S({
  seed,
  channels = 3,
  labels = 1,
  dropout = 0.2,
  stochasticDepth = 0.2,
}: EfficientNetOptions): Model {
  const width = 1280
  const initializers = { weight: uniform(1 / Math.sqrt(labels)), bias: constant(0) }
  const head = { seed, width, labels, dropout, name: 'classifier.1', initializers }
  return defineModel(head, (weights) => {
    const at = (name: number) => weights.at('features').at(String(name))
    return averagePooled(
      convolution(at(0), { from: channels, to: 24, stride: 2 }),
      silu,
      ...residualStages(at, stochasticDepth),
      convolution(at(7), { from: 256, to: width, window: 1 }),
      silu,
    )
  })
}

function residualStages(at: (name: number) => Weights, stochasticDepth: number): Layer[] {
  const total = stages.reduce((sum, { blocks }) => sum + blocks, 0)
  let position = 0
  return stages.flatMap(({ block, blocks, expansion, ...first }, stage) => {
    const same = { from: first.to, to: first.to, stride: 1 }
    return Array.from({ length: blocks }, (_, i) => {
      const weights = at(stage + 1).at(String(i))
      const shape = { ...(i === 0 ? first : same), expansion }
      const layer = block(weights.at('block'), shape)
      const probability = (stochasticDepth * position++) / total
      return shape.stride === 1 && shape.from === shape.to
        ? stochasticResidual(weights, layer, probability)
        : layer
    })
  })
}

interface BlockShape {
  readonly expansion: number
  readonly from: number
  readonly to: number
  readonly stride: number
}

/** A 3×3 convolution that widens, and a 1×1 one that narrows unless nothing was widened. */
function fusedMbConv(weights: Weights, { expansion, from, to, stride }: BlockShape): Layer {
  const widened = expansion === 1 ? to : expansion * from
  const widen = [convolution(weights.at('0'), { from, to: widened, stride }), silu]
  if (expansion === 1) return sequential(...widen)
  return sequential(...widen, convolution(weights.at('1'), { from: widened, to, window: 1 }))
}

/** Widens by 1×1, convolves each channel by itself, weighs channels, narrows by 1×1. */
function mbConv(weights: Weights, { expansion, from, to, stride }: BlockShape): Layer {
  const channels = expansion * from
  const depthwise = weights.at('1')
  return sequential(
    convolution(weights.at('0'), { from, to: channels, window: 1 }),
    silu,
    depthwiseConv2d(depthwise.at('0'), { channels, stride }),
    normalisation(depthwise.at('1'), channels),
    silu,
    squeezeExcite(weights.at('2'), {
      channels,
      squeezed: from / 4,
      initializer: kaimingNormal('out'),
    }),
    convolution(weights.at('3'), { from: channels, to, window: 1 }),
  )
}

/** A convolution and its batch normalisation. */
function convolution(
  weights: Weights,
  shape: { from: number; to: number; window?: number; stride?: number },
): Layer {
  return sequential(
    conv2d(weights.at('0'), { ...shape, initializer: kaimingNormal('out') }),
    normalisation(weights.at('1'), shape.to),
  )
}

function normalisation(weights: Weights, channels: number): Layer {
  return batchNorm(weights, channels, 1e-3)
}

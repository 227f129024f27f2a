/** The options of PDSCA, their defaults and their ranges. */
import { checkOptions } from './check-options.ts'
import type { DirectionOptions } from './direction.ts'
import { type DualOptions, dualSettings } from './dual-step.ts'
import type { ProximalOptions } from './proximal.ts'
import type { ScalingOptions } from './second-moment.ts'

/** Options of `pdsca`. */
export interface PdscaOptions
  extends DirectionOptions,
    DualOptions,
    ScalingOptions,
    ProximalOptions {
  /** `'algorithm1'`: the paper's Algorithm 1. `'libauc'`: what LibAUC 1.2.0 does. Default `'algorithm1'`. */
  readonly variant?: 'algorithm1' | 'libauc'
  /** η1, rate of the outer step on the weights, a and b. Default 0.1. */
  readonly learningRate?: number
  /** The paper's α, rate of the inner step on the average loss. Default 0.1. */
  readonly innerLearningRate?: number
  /** η2, rate of alpha. Default: `learningRate`. */
  readonly dualLearningRate?: number
  /** k ≥ 1, inner steps on the same batch S1, each with an inner point of its own. Default 1. */
  readonly innerSteps?: number
  /** β0 in (0, 1], weight of the new value in the inner point u. Default 0.9. */
  readonly innerAveraging?: number
  /** β1 in (0, 1], weight of the new gradient in the average z. Default 0.9. */
  readonly gradientAveraging?: number
  /** How alpha moves. Default: `'gradient'` for algorithm1, `'closedForm'` for libauc. */
  readonly dual?: 'gradient' | 'closedForm'
  /**
   * The factor ∇h = I − innerLearningRate·∇²L_AVG of each inner step: left out, as in the paper's experiments, or taken by
   * finite differences, at 2k more gradient evaluations. Default `'ignore'`.
   */
  readonly hessian?: 'ignore' | 'finite-difference'
  /** Which weights `withEvaluationWeights` loads: w, or u^(k), at which the AUC loss is minimised. Default `'weights'`. */
  readonly evaluateAt?: 'weights' | 'innerPoint'
}

const defaults = {
  variant: 'algorithm1',
  learningRate: 0.1,
  innerLearningRate: 0.1,
  innerSteps: 1,
  innerAveraging: 0.9,
  gradientAveraging: 0.9,
  scaling: 'none',
  hessian: 'ignore',
  weightDecay: 1e-4,
  epochDecay: 0,
  evaluateAt: 'weights',
} as const

type Defaulted = keyof typeof defaults | keyof DualOptions | 'dualLearningRate' | 'dual'

/** `PdscaOptions` with every default filled in that no later function fills in. */
export type PdscaSettings = PdscaOptions & Required<Pick<PdscaOptions, Defaulted>>

/** @throws RangeError if an option is out of range, or epoch decay is asked of algorithm1, which has none */
export function pdscaSettings(options: PdscaOptions): PdscaSettings {
  const { variant, learningRate } = { ...defaults, ...options }
  const settings: PdscaSettings = {
    ...defaults,
    dualLearningRate: learningRate,
    dual: variant === 'algorithm1' ? 'gradient' : 'closedForm',
    ...options,
    ...dualSettings(options),
  }
  checkOptions(settings)
  checkScaleBounds(settings)
  if (variant === 'algorithm1' && settings.epochDecay > 0)
    throw new RangeError("epochDecay belongs to variant 'libauc': Algorithm 1 has no reference")
  return settings
}

function checkScaleBounds({ scaleBounds }: ScalingOptions): void {
  if (scaleBounds === undefined) return
  const [lower, upper] = scaleBounds
  if (!(lower > 0 && lower <= upper))
    throw new RangeError(`scaleBounds must be 0 < lower ≤ upper, got [${scaleBounds}]`)
}

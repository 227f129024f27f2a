/** PDSCA: the primal-dual stochastic compositional optimizer, in the paper's form and in LibAUC's. */
import type { Optimizer, OptimizerState } from './optimizer.ts'
import { algorithm1 } from './pdsca-algorithm1.ts'
import { libauc } from './pdsca-libauc.ts'
import type { Variables } from './variables.ts'

export interface PdscaOptions {
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
  /** Coefficient of the L2 penalty in both steps; for libauc on a and b too. Default 1e-4. */
  readonly weightDecay?: number
  /** Bound of each entry of a gradient. Default: none; LibAUC clips to 1. */
  readonly clipValue?: number
  /** The margin of the loss. Default 1. */
  readonly margin?: number
  /** Upper bound of alpha, Ω = [0, alphaMax]. Default 999, as in LibAUC. */
  readonly alphaMax?: number
}

export interface PdscaState extends OptimizerState {
  /** u^(1) … u^(k), the moving averages of the points that the inner steps reach. */
  readonly innerPoint: readonly Variables[]
  /** z, the moving average of the gradients of the AUC loss at u^(k). */
  readonly gradientAverage: Variables
  /** Weights of the next values in u and z: libauc starts both averages with their first value. */
  readonly averaging: Variables
}

/** `PdscaOptions` with every default filled in. */
export interface PdscaSettings
  extends Readonly<Required<Omit<PdscaOptions, 'variant' | 'clipValue'>>> {
  readonly clipValue: number | undefined
}

/**
 * PDSCA for `min_w̄ max_alpha Φ(w − innerLearningRate·∇L_AVG(w), a, b, alpha)`, first order: the factor ∇h of the inner step
 * is taken as the identity, as in the paper's experiments. `algorithm1` and `libauc` differ in where the outer step starts:
 * see `pdsca-algorithm1.ts` and `pdsca-libauc.ts`.
 *
 * @throws RangeError if a rate, an averaging weight or `innerSteps` is out of range
 * @see Yuan, Guo, Chawla and Yang, Compositional training for end-to-end deep AUC maximization, ICLR 2022, Algorithm 1
 * @example
 * const optimizer = pdsca({ variant: 'libauc', innerSteps: 1 })
 * const state = optimizer.init({ weights: model.parameters, auc })
 * optimizer.step({ weights: model.parameters, auc, inner, outer }, state)
 */
export function pdsca({
  variant = 'algorithm1',
  learningRate = 0.1,
  innerLearningRate = 0.1,
  dualLearningRate = learningRate,
  innerSteps = 1,
  innerAveraging = 0.9,
  gradientAveraging = 0.9,
  dual = variant === 'algorithm1' ? 'gradient' : 'closedForm',
  weightDecay = 1e-4,
  clipValue,
  margin = 1,
  alphaMax = 999,
}: PdscaOptions = {}): Optimizer<PdscaState> {
  const rates = { learningRate, innerLearningRate, dualLearningRate }
  const averages = { innerAveraging, gradientAveraging }
  const settings = {
    ...rates,
    ...averages,
    innerSteps,
    dual,
    weightDecay,
    clipValue,
    margin,
    alphaMax,
  }
  check(rates, (rate) => rate > 0, 'must be > 0')
  check(averages, (beta) => beta > 0 && beta <= 1, 'must be in (0, 1]')
  check({ innerSteps }, (k) => Number.isInteger(k) && k >= 1, 'must be an integer ≥ 1')
  return variant === 'algorithm1' ? algorithm1(settings) : libauc(settings)
}

function check(
  options: Readonly<Record<string, number>>,
  isValid: (value: number) => boolean,
  rule: string,
): void {
  for (const [name, value] of Object.entries(options))
    if (!isValid(value)) throw new RangeError(`${name} ${rule}, got ${value}`)
}

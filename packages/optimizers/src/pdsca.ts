/** PDSCA: the primal-dual stochastic compositional optimizer, in the paper's form and in LibAUC's. */
import type { Optimizer, OptimizerState } from './optimizer.ts'
import { algorithm1 } from './pdsca-algorithm1.ts'
import { libauc } from './pdsca-libauc.ts'
import { type PdscaOptions, pdscaSettings } from './pdsca-settings.ts'
import type { ProximalState } from './proximal.ts'
import { moveReference } from './proximal.ts'
import type { SecondMoments } from './second-moment.ts'
import type { Variables } from './variables.ts'

/** The state of {@link pdsca}. */
export interface PdscaState extends OptimizerState {
  /** u^(1) … u^(k), the moving averages of the points that the inner steps reach. */
  readonly innerPoint: readonly Variables[]
  /** z, the moving average of the gradients of the AUC loss at u^(k). */
  readonly gradientAverage: Variables
  /** h_t of the same gradients. */
  readonly secondMoment: SecondMoments
  /** Weights of the next values in u and z: libauc starts both averages with their first value. */
  readonly averaging: Variables
  /** The reference of libauc's epoch decay. */
  readonly proximal: ProximalState
}

/**
 * PDSCA for `min_w̄ max_alpha Φ(w − innerLearningRate·∇L_AVG(w), a, b, alpha)`, alpha in Ω. `algorithm1` and `libauc` differ
 * in where the outer step starts: see `pdsca-algorithm1.ts` and `pdsca-libauc.ts`. Around another outer loss the problem has
 * no `auc`, and nothing is maximised. Whether S1 = S2 is a matter of the batches that the problem's functions close over.
 *
 * Running statistics of batch normalisation: the k inner passes, at u^(0) … u^(k−1) on S1, and the outer pass, at u^(k) on
 * S2, may move them, as both do in LibAUC. The extra passes, `dual` and `innerProbe`, see the same batches again and must not.
 *
 * @throws RangeError if an option is out of range
 * @see Yuan, Guo, Chawla and Yang, Compositional training for end-to-end deep AUC maximization, ICLR 2022, Algorithm 1
 * @example
 * const optimizer = pdsca({ variant: 'libauc', innerSteps: 1 })
 * const state = optimizer.init({ weights: model.parameters, auc })
 * optimizer.step({ weights: model.parameters, auc, inner, outer }, state)
 */
export function pdsca(options: PdscaOptions = {}): Optimizer<PdscaState> {
  const settings = pdscaSettings(options)
  const variant = settings.variant === 'algorithm1' ? algorithm1(settings) : libauc(settings)
  const optimizer = { ...variant, onRateDrop: moveReference }
  if (settings.evaluateAt === 'weights') return optimizer
  return {
    ...optimizer,
    evaluationWeights: ({ innerPoint }) => innerPoint[settings.innerSteps - 1] as Variables,
  }
}

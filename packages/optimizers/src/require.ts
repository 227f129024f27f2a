/** Clear errors for a problem that lacks what an optimizer needs. */
import type { AucState, LossFunction, Problem } from './optimizer.ts'

/** @throws TypeError if the problem has no auxiliary variables */
export function requireAuc({ auc }: Pick<Problem, 'auc'>): AucState {
  if (auc === undefined) throw new TypeError('this optimizer needs problem.auc: { a, b, alpha }')
  return auc
}

/** @throws TypeError if the problem has no inner loss */
export function requireInner({ inner }: Pick<Problem, 'inner'>): LossFunction {
  if (inner === undefined)
    throw new TypeError('compositional training needs problem.inner: the average loss on S1')
  return inner
}

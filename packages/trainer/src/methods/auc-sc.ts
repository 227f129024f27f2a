/** AUCsc: the AUC-margin loss from scratch. */
import { type AucMarginOptions, aucMargin } from '@deepauc/losses'
import type { PesgOptions } from '@deepauc/optimizers'
import { type AucLoss, aucStage } from '../auc-stage.ts'
import type { Method } from '../method.ts'

/** Options of {@link aucSc}. */
export interface AucScOptions extends PesgOptions {
  /** Options of the AUC-margin loss. */
  readonly loss?: AucMarginOptions
}

/**
 * Minimises the AUC-margin loss by PESG, from random weights, on batches with P positives.
 *
 * @see Yuan et al., ICLR 2022, Table 1, column AUCsc
 */
export function aucSc({ loss = {}, ...options }: AucScOptions = {}): Method {
  const outer: AucLoss = (labels, scores, auc) => aucMargin(labels, scores, auc, loss)
  return { name: 'AUCsc', stages: [aucStage(outer, loss, options)] }
}

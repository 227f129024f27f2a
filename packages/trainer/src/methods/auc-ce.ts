/** AUC-CE: the linear combination of both losses. */
import { type AucMarginOptions, aucCrossEntropy } from '@deepauc/losses'
import type { PesgOptions } from '@deepauc/optimizers'
import { type AucLoss, aucStage } from '../auc-stage.ts'
import type { Method } from '../method.ts'

/** Options of {@link aucCe}. */
export interface AucCeOptions extends PesgOptions {
  /** Options of the AUC-margin loss. */
  readonly loss?: AucMarginOptions
  /** The paper's c, tuned in {0.25, 0.5, 0.75}. Default 0.5. */
  readonly crossEntropyWeight?: number
}

/**
 * Minimises L_AUC + c·L_AVG by PESG, both losses on the same batch with P positives.
 *
 * @see Yuan et al., ICLR 2022, section 4 and Table 1, row AUC-CE
 */
export function aucCe({
  loss = {},
  crossEntropyWeight = 0.5,
  ...options
}: AucCeOptions = {}): Method {
  const outer: AucLoss = (labels, logits, auc) =>
    aucCrossEntropy(labels, logits, auc, { ...loss, crossEntropyWeight })
  return { name: 'AUC-CE', stages: [aucStage(outer, loss, options)] }
}

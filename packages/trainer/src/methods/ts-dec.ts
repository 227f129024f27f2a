/** TS-DEC: two stages, features by cross-entropy and a new classifier by the AUC loss. */
import type { Method } from '../method.ts'
import type { TrainableModel } from '../structures.ts'
import { type AucScOptions, aucSc } from './auc-sc.ts'
import { type CrossEntropyOptions, ce } from './ce.ts'

/** Options of {@link tsDec}. */
export interface TsDecOptions {
  /** Options of CE. */
  readonly first?: CrossEntropyOptions
  /** Options of AUCsc; its learning rate is 0.01 by default and stays as it is. */
  readonly second?: AucScOptions
  /** Length of the second stage. Default 10. */
  readonly epochs?: number
}

/**
 * CE with the whole budget; then the classifier is discarded and a new one trained by AUCsc for 10 epochs more, which come on
 * top of the budget and are counted; a budget in seconds keeps its last eleventh for them. The features stay as they are, to the bit: the network runs in evaluation mode, so that
 * its normalisation does not move either.
 *
 * @throws RangeError if `epochs` is not > 0
 * @see Yuan et al., ICLR 2022, appendix A.2 and Table 1, row TS-DEC
 * @see Kang et al., Decoupling representation and classifier for long-tailed recognition, ICLR 2020
 */
export function tsDec({ first, second, epochs = 10 }: TsDecOptions = {}): Method {
  if (!(epochs > 0)) throw new RangeError(`epochs must be > 0, got ${epochs}`)
  const robustifying = aucSc({ learningRate: 0.01, ...second }).stages.map((stage) => ({
    ...stage,
    epochs,
    schedule: () => 1,
    part: onFrozenFeatures,
    begin: ({ classifier }: TrainableModel) => classifier?.redraw(),
  }))
  return { name: 'TS-DEC', stages: [...ce(first).stages, ...robustifying] }
}

function onFrozenFeatures(model: TrainableModel): TrainableModel {
  if (model.classifier === undefined)
    throw new TypeError('TS-DEC needs a model that tells its classifier: { parameters, redraw }')
  return {
    parameters: model.classifier.parameters,
    apply: (images) => model.apply(images, { training: false }),
  }
}

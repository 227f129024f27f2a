/** TS-DRW: two stages, the AUC loss deferred until the learning rates drop. */
import type { Method, Schedule } from '../method.ts'
import { type AucScOptions, aucSc } from './auc-sc.ts'
import { type CrossEntropyOptions, ce } from './ce.ts'

/** Options of {@link tsDrw}. */
export interface TsDrwOptions {
  /** Options of CE. */
  readonly first?: CrossEntropyOptions
  /** Options of AUCsc. */
  readonly second?: AucScOptions
}

/**
 * CE until the learning rates drop for the first time, AUCsc from there on; the schedule goes on through both.
 *
 * @throws RangeError, when it is planned, if the learning rates never drop
 * @see Yuan et al., ICLR 2022, Table 1, row TS-DRW
 * @see Cao et al., Learning imbalanced datasets with label-distribution-aware margin loss, NeurIPS 2019, section 3.3
 */
export function tsDrw({ first, second }: TsDrwOptions = {}): Method {
  const deferring = ce(first).stages.map((stage) => ({ ...stage, until: atFirstDrop }))
  return { name: 'TS-DRW', stages: [...deferring, ...aucSc(second).stages] }
}

/** Whether the rates are lower than they were before, to the nearest percent of the budget. */
function atFirstDrop(progress: number, schedule: Schedule): boolean {
  const before = Array.from({ length: Math.ceil(100 * progress) }, (_, i) => schedule(i / 100))
  return schedule(progress) < Math.max(...before)
}

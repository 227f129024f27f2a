/** Lines 7 to 9 of Algorithm 1, which both forms of PDSCA share. */
import * as tf from '@tensorflow/tfjs-core'
import type { PdscaState } from './pdsca.ts'
import type { PdscaSettings } from './pdsca-settings.ts'
import { divisors } from './second-moment.ts'
import { entry, mapRecord, moveTowards, type Tensors, type Variables } from './variables.ts'

/**
 *     z ← (1−β1)·z + β1·O                            line 7
 *     v ← h_t(O)                                     line 8, see `divisors`
 *     w̄ ← start − learningRate·z/(√v + ε)            line 9, without the divisor for scaling 'none'
 */
export function descend(
  primal: Variables,
  start: Tensors,
  gradients: Tensors,
  { gradientAverage, secondMoment, averaging, learningRates }: PdscaState,
  settings: PdscaSettings,
): void {
  const rate = entry(learningRates, 'learningRate')
  const O = mapRecord(primal, (_, name) => entry(gradients, name))
  const roots = settings.scaling === 'none' ? {} : divisors(secondMoment, O, settings)
  for (const [name, w] of Object.entries(primal)) {
    const z = entry(gradientAverage, name)
    moveTowards(z, entry(O, name), entry(averaging, 'gradient'))
    const root = roots[name]
    w.assign(tf.sub(entry(start, name), tf.mul(rate, root === undefined ? z : tf.div(z, root))))
  }
}

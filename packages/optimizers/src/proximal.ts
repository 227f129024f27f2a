/** The proximal term of LibAUC's optimizers: a pull towards a reference that moves from stage to stage. */
import * as tf from '@tensorflow/tfjs-core'
import { addScaled } from './direction.ts'
import {
  assignAll,
  entry,
  mapRecord,
  scalarVariables,
  type Tensors,
  type Variables,
  variablesLike,
} from './variables.ts'

/** Options of the proximal term of LibAUC, its epoch decay. */
export interface ProximalOptions {
  /** Coefficient of the pull towards the reference, epochDecay·(v − reference). Default 0: no reference is kept. */
  readonly epochDecay?: number
  /**
   * The first reference: the initial variables, zero, or a tensor for each variable (`'auc.a'` and `'auc.b'` among them),
   * which stays the caller's. Default `'initial'`, as LibAUC documents it; its code draws N(0, 0.01²).
   */
  readonly reference?: 'initial' | 'zero' | ((name: string, variable: tf.Variable) => tf.Tensor)
}

/** All empty without epoch decay. */
export interface ProximalState {
  readonly reference: Variables
  /** Sum of the iterates since the last `updateReference`. */
  readonly iterateSum: Variables
  readonly counters: Variables
}

export function initProximal(
  variables: Variables,
  { epochDecay = 0, reference = 'initial' }: ProximalOptions,
): ProximalState {
  if (epochDecay === 0) return { reference: {}, iterateSum: {}, counters: {} }
  return {
    reference: variablesLike(variables, (variable, name) => {
      if (reference === 'initial') return tf.clone(variable)
      if (reference === 'zero') return tf.zerosLike(variable)
      return checkShape(name, reference(name, variable), variable)
    }),
    iterateSum: variablesLike(variables, tf.zerosLike),
    counters: scalarVariables({ iterates: 0 }),
  }
}

function checkShape(name: string, tensor: tf.Tensor, { shape }: tf.Variable): tf.Tensor {
  if (tensor.shape.join() === shape.join()) return tf.clone(tensor)
  throw new RangeError(`the reference of ${name} is [${tensor.shape}] instead of [${shape}]`)
}

/** direction + epochDecay·(variable − reference), for every variable. */
export function addPull(
  variables: Variables,
  directions: Tensors,
  { reference }: ProximalState,
  { epochDecay = 0 }: ProximalOptions,
): Tensors {
  if (epochDecay === 0) return directions
  return mapRecord(variables, (variable, name) =>
    addScaled(entry(directions, name), epochDecay, tf.sub(variable, entry(reference, name))),
  )
}

/** Counts one more iterate and adds these variables to the sum; the others, which stood still, add nothing. */
export function accumulate(variables: Variables, { iterateSum, counters }: ProximalState): void {
  const { iterates } = counters
  if (iterates === undefined) return
  for (const [name, variable] of Object.entries(variables)) {
    const sum = entry(iterateSum, name)
    sum.assign(tf.add(sum, variable))
  }
  iterates.assign(tf.add(iterates, 1))
}

/**
 * Starts a new stage: reference ← sum of the iterates since the last call / their number. Without an iterate in between
 * the reference stays. LibAUC does this where the learning rates drop.
 *
 * In PDSCA inner steps count too, as in LibAUC. They leave a and b alone and add nothing to their sums, so that for k = 1
 * the reference of a and b is half their mean.
 *
 * @throws RangeError if the optimizer has no epoch decay
 * @see LibAUC 1.2.0, PESG.update_regularizer and PDSCA.update_regularizer, without their division of the learning rates
 */
export function updateReference({ proximal }: { readonly proximal: ProximalState }): void {
  const { reference, iterateSum, counters } = proximal
  const { iterates } = counters
  if (iterates === undefined) throw new RangeError('without epochDecay there is no reference')
  tf.tidy(() => {
    const isNew = tf.greater(iterates, 0)
    assignAll(
      reference,
      mapRecord(reference, (old, name) =>
        tf.where(isNew, tf.div(entry(iterateSum, name), iterates), old),
      ),
    )
    assignAll(
      iterateSum,
      mapRecord(iterateSum, (sum) => tf.zerosLike(sum)),
    )
    iterates.assign(tf.scalar(0))
  })
}

/** Moves the reference, if there is one, where the learning rates drop. */
export function moveReference(state: { readonly proximal: ProximalState }): void {
  if (state.proximal.counters.iterates !== undefined) updateReference(state)
}

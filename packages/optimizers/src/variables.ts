/** Arithmetic on variables that are kept in records by name. */
import * as tf from '@tensorflow/tfjs-core'
import type { LossFunction, Problem } from './optimizer.ts'

/** Variables by name, such as the weights of a network. */
export type Variables = Readonly<Record<string, tf.Variable>>
/** Tensors by name, such as gradients. */
export type Tensors = Readonly<Record<string, tf.Tensor>>

/** All variables that are minimised: the weights and, under an AUC loss, a and b (the paper's w̄). */
export function primalOf({ weights, auc }: Pick<Problem, 'weights' | 'auc'>): Variables {
  return auc === undefined ? weights : { ...weights, 'auc.a': auc.a, 'auc.b': auc.b }
}

/** The same with alpha: all that the loss is differentiated by. */
export function saddleOf(problem: Pick<Problem, 'weights' | 'auc'>): Variables {
  const { auc } = problem
  return auc === undefined ? problem.weights : { ...primalOf(problem), 'auc.alpha': auc.alpha }
}

/** The entry called `name`. @throws RangeError if there is none */
export function entry<T>(record: Readonly<Record<string, T>>, name: string): T {
  const value = record[name]
  if (value === undefined) throw new RangeError(`no variable is called ${name}`)
  return value
}

/** Variables of the same names, made from the values that `initial` returns. */
export function variablesLike(
  variables: Variables,
  initial: (variable: tf.Variable, name: string) => tf.Tensor,
): Variables {
  return tf.tidy(() => mapRecord(variables, (v, name) => tf.variable(initial(v, name), false)))
}

/** A scalar variable for each number. */
export function scalarVariables(numbers: Readonly<Record<string, number>>): Variables {
  return tf.tidy(() => mapRecord(numbers, (value) => tf.variable(tf.scalar(value), false)))
}

/** Sets every variable to the tensor of the same name. */
export function assignAll(variables: Variables, values: Tensors): void {
  for (const [name, variable] of Object.entries(variables)) variable.assign(entry(values, name))
}

/** The present values, which later assignments leave alone. */
export function valuesOf(variables: Tensors): Tensors {
  return mapRecord(variables, (variable) => tf.clone(variable))
}

/** average ← (1 − weight)·average + weight·value */
export function moveTowards(
  average: tf.Variable,
  value: tf.Tensor | number,
  weight: tf.Tensor | number,
): void {
  average.assign(tf.add(average, tf.mul(weight, tf.sub(value, average))))
}

/** Loss and its gradient by each variable, zero where the loss does not depend on it. */
export function gradientsOf(loss: LossFunction, variables: Variables): ValueAndGradients {
  if (typeof loss === 'function') return gradientsOfOne(loss, variables)
  const [first, ...others] = loss
  if (first === undefined) throw new RangeError('there is no loss to take gradients of')
  const sum = others.reduce(
    (sum: ValueAndGradients, part) => {
      const { value, gradients } = gradientsOfOne(part, variables)
      return {
        value: tf.add(sum.value, value) as tf.Scalar,
        gradients: mapRecord(sum.gradients, (g, name) => tf.add(g, entry(gradients, name))),
      }
    },
    gradientsOfOne(first, variables),
  )
  return {
    value: tf.div(sum.value, loss.length),
    gradients: mapRecord(sum.gradients, (g) => tf.div(g, loss.length)),
  }
}

interface ValueAndGradients {
  readonly value: tf.Scalar
  readonly gradients: Tensors
}

function gradientsOfOne(loss: () => tf.Scalar, variables: Variables): ValueAndGradients {
  const { value, grads } = tf.variableGrads(loss, Object.values(variables))
  return { value, gradients: mapRecord(variables, (v) => grads[v.name] ?? tf.zerosLike(v)) }
}

/** Euclidean norm of all entries of all tensors. */
export function norm(tensors: Tensors): tf.Tensor {
  return tf.sqrt(tf.addN(Object.values(tensors).map((tensor) => tf.sum(tf.square(tensor)))))
}

export function mapRecord<A, B>(
  record: Readonly<Record<string, A>>,
  f: (value: A, name: string) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value, name)]))
}

/** The state of an optimizer as a flat list of names, as a checkpoint stores it. */
import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerState } from './optimizer.ts'

/**
 * Every variable of a state by its path.
 *
 * @returns for example `{ 'learningRates/learningRate': …, 'momentum/conv1.weight': … }`
 */
export function namedVariables(state: OptimizerState): Record<string, tf.Variable> {
  return Object.fromEntries(walk('', state))
}

function walk(path: string, node: object): [string, tf.Variable][] {
  if (node instanceof tf.Variable) return [[path, node]]
  return Object.entries(node).flatMap(([name, child]) =>
    walk(path ? `${path}/${name}` : name, child),
  )
}

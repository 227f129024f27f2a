/** The state of an optimizer as a flat list of names, as a checkpoint stores it. */
import * as tf from '@tensorflow/tfjs-core'
import type { Tensors } from './variables.ts'

/**
 * Every variable of a tree of records and arrays by its path. The tree is an optimizer's state or anything that holds one:
 * `{ weights, auc, optimizer: state }` is all that compositional training has to save, but for the running statistics.
 *
 * @returns for example `{ 'learningRates/learningRate': …, 'momentum/conv1.weight': … }`
 * @throws TypeError if a leaf is not a variable
 */
export function namedVariables(tree: object): Record<string, tf.Variable> {
  return Object.fromEntries(walk('', tree))
}

/**
 * Sets every variable of the tree to the tensor of its name, bit for bit; the tensors stay the caller's. Nothing is changed
 * unless all names, shapes and types match.
 *
 * @param tensors as `namedVariables` names them
 * @throws TypeError if a leaf of the state is not a variable
 * @throws RangeError that names every missing, unexpected and mis-shaped tensor
 */
export function restoreVariables(tree: object, tensors: Tensors): void {
  const variables = namedVariables(tree)
  const problems = Object.entries(variables).flatMap(([name, variable]) => {
    const tensor = tensors[name]
    if (tensor === undefined) return [`${name} is missing`]
    const [found, expected] = [tensor, variable].map(({ dtype, shape }) => `${dtype} [${shape}]`)
    return found === expected ? [] : [`${name} is ${found} instead of ${expected}`]
  })
  for (const name of Object.keys(tensors))
    if (!Object.hasOwn(variables, name)) problems.push(`${name} is unexpected`)
  if (problems.length > 0) throw new RangeError(`cannot restore the state: ${problems.join('; ')}`)
  tf.tidy(() => {
    for (const [name, variable] of Object.entries(variables))
      variable.assign(tf.clone(tensors[name] as tf.Tensor)) // a clone, as the tensor may be the variable itself
  })
}

function walk(path: string, node: unknown): [string, tf.Variable][] {
  if (node instanceof tf.Variable) return [[path, node]]
  if (typeof node !== 'object' || node === null) throw new TypeError(`${path} is not a variable`)
  return Object.entries(node).flatMap(([name, child]) =>
    walk(path ? `${path}/${name}` : name, child),
  )
}

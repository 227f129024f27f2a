/** Results of functions: tensors within arrays and plain objects. */
import * as tf from '@tensorflow/tfjs-core'

/** The tensors of a result, in the order of {@link mapTensors}. */
export function tensorsOf(result: unknown): tf.Tensor[] {
  const tensors: tf.Tensor[] = []
  mapTensors(result, (tensor) => {
    tensors.push(tensor)
    return tensor
  })
  return tensors
}

/**
 * A copy of a result with other tensors.
 *
 * @throws TypeError if there is anything but tensors, undefined and null in it
 */
export function mapTensors<T>(result: T, replace: (tensor: tf.Tensor) => tf.Tensor): T {
  const map = (node: unknown): unknown => {
    if (node instanceof tf.Tensor) return replace(node)
    if (node === undefined || node === null) return node
    if (Array.isArray(node)) return node.map(map)
    if (Object.getPrototypeOf(node) === Object.prototype)
      return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, map(child)]))
    throw new TypeError(`a compiled function returns tensors, got ${describe(node)}`)
  }
  return map(result) as T
}

function describe(node: unknown): string {
  return node instanceof Promise ? 'a promise' : `${typeof node} ${node}`
}

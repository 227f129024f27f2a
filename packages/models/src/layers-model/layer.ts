/** What the adapter uses of `@tensorflow/tfjs-layers`, so that it need not import it. */
import type * as tf from '@tensorflow/tfjs-core'
import type { ApplyMode } from '../model.ts'

/** A variable of a layer. */
export interface LayerWeight {
  /** Names of layer and weight, separated by slashes. */
  readonly originalName: string
  read(): tf.Tensor
}

/** A `tf.layers.Layer`. */
export interface KerasLayer {
  readonly name: string
  readonly weights: readonly LayerWeight[]
  /** A node for each place in a model. */
  readonly inboundNodes: readonly { readonly inputShapes: unknown }[]
  /** What a wrapper such as `tf.layers.timeDistributed` wraps. */
  readonly layer?: KerasLayer
  getClassName(): string
  getConfig(): tf.serialization.ConfigDict
  call(inputs: tf.Tensor | tf.Tensor[], kwargs: object): tf.Tensor | tf.Tensor[]
}

/** A `tf.LayersModel`. */
export interface LayersModelLike extends KerasLayer {
  readonly layers: readonly KerasLayer[]
  readonly inputs: readonly object[]
  readonly outputs: readonly {
    readonly sourceLayer: KerasLayer
    readonly shape: readonly (number | null)[]
  }[]
  readonly trainableWeights: readonly LayerWeight[]
  apply(inputs: tf.Tensor, kwargs: { readonly training: boolean }): unknown
  dispose(): unknown
}

/** What a layer computes instead of its `call`. */
export type Replacement = (x: tf.Tensor, mode: ApplyMode) => tf.Tensor

/** Whether a layer is a model itself. */
export function isModel(layer: KerasLayer): layer is LayersModelLike {
  return 'outputs' in layer
}

/** Shape of what a layer with one input gets, null for the batch. */
export function inputShapeOf({ inboundNodes }: KerasLayer): readonly (number | null)[] {
  const [shape] = (inboundNodes[0]?.inputShapes ?? []) as (number | null)[][]
  return shape ?? []
}

/** The last part of a weight's name, such as `'kernel'`. */
export function ownName({ originalName }: LayerWeight): string {
  return originalName.slice(originalName.lastIndexOf('/') + 1)
}

/** The variable of this name. */
export function variableOf(layer: KerasLayer, name: string): tf.Variable | undefined {
  return layer.weights.find((weight) => ownName(weight) === name)?.read() as tf.Variable | undefined
}

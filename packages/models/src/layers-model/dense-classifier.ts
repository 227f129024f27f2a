/** The last layer of a tf.LayersModel. */
import * as tf from '@tensorflow/tfjs-core'
import { linear } from '../layers/linear.ts'
import { createWeights } from '../weights.ts'
import { isModel, type KerasLayer, type LayersModelLike, variableOf } from './layer.ts'

/** A dense layer without its activation. */
export interface DenseClassifier {
  readonly layer: KerasLayer
  readonly variables: readonly tf.Variable[]
  /** Logits of features. */
  apply(features: tf.Tensor2D): tf.Tensor2D
  redraw(): void
}

/**
 * The dense layer in which `model` ends.
 *
 * @throws TypeError if it ends in another layer, in several, or in an activation other than the sigmoid
 */
export function denseClassifier(model: LayersModelLike, seed: number): DenseClassifier {
  const layer = lastLayer(model)
  const { activation } = layer.getConfig()
  const isDense = layer.getClassName() === 'Dense' && model.outputs[0]?.shape.length === 2
  if (!isDense || !(activation === 'linear' || activation === 'sigmoid'))
    throw new TypeError(
      `the model has to end in a dense layer of logits, linear or with a sigmoid; it ends in ${layer.name}`,
    )
  const weight = variableOf(layer, 'kernel') as tf.Variable<tf.Rank.R2>
  const bias = variableOf(layer, 'bias')
  return {
    layer,
    variables: bias ? [weight, bias] : [weight],
    apply: (features) => {
      const logits: tf.Tensor2D = tf.matMul(features, weight)
      return bias ? tf.add(logits, bias) : logits
    },
    redraw: () => {
      const [from, to] = weight.shape
      const { root, records } = createWeights(seed)
      linear(root, { from, to })
      weight.assign(records.parameters.weight as tf.Variable<tf.Rank.R2>)
      bias?.assign(records.parameters.bias as tf.Variable)
      tf.dispose(records.parameters)
    },
  }
}

function lastLayer({ outputs }: LayersModelLike): KerasLayer {
  const [output, ...others] = outputs
  if (!output || others.length > 0)
    throw new TypeError(`the model has to have one output, it has ${outputs.length}`)
  return isModel(output.sourceLayer) ? lastLayer(output.sourceLayer) : output.sourceLayer
}

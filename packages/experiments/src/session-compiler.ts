/** Makes steps and predictions one graph call each on native TensorFlow. */
import { compile, Session } from '@deepauc/runtime/compile'
import type { Compiler, Predictor } from '@deepauc/trainer'
import * as tf from '@tensorflow/tfjs-core'

/** Steps and scoring as calls of one TensorFlow session. */
export interface SessionCompiler extends Compiler {
  /** Scores with the weights that the last step left, always in float32: bfloat16 would make ties. */
  predictor(model: Predictor): Predictor
  /** Frees TensorFlow's session. */
  dispose(): void
}

type Precision = 'float32' | 'bfloat16' | 'float16'

const precisions: readonly Precision[] = ['float32', 'bfloat16', 'float16']

/**
 * Everything that it compiles shares the variables of one session. Back ends other than native TensorFlow run it as it is.
 *
 * @param precision of the convolutions and matrix products of steps
 * @throws RangeError if there is no such precision, or the back end has only float32
 */
export function sessionCompiler(precision: string): SessionCompiler {
  const checked = checkPrecision(precision)
  const session = new Session()
  return {
    // Not even the first call computes eagerly: a resumed run has its first call elsewhere, and must not differ by a bit.
    compile: (f) => compile(f, { session, precision: checked, eagerBytes: 0 }),
    sync: () => session.sync(),
    predictor(model) {
      const apply = (images: tf.Tensor4D) => model.apply(images, { training: false })
      const predict = compile(apply, { session, eagerBytes: 0 })
      return { apply: (images) => predict(images) }
    },
    dispose: () => session.dispose(),
  }
}

function checkPrecision(name: string): Precision {
  const precision = precisions.find((known) => known === name)
  if (precision === undefined)
    throw new RangeError(
      `there is no precision "${name}"; the precisions are ${precisions.join(', ')}`,
    )
  if (precision !== 'float32' && tf.getBackend() !== 'tensorflow')
    throw new RangeError(`the back end ${tf.getBackend()} has no ${precision}: leave it at float32`)
  return precision
}

/** Adaptive step sizes from second moments: the function h_t of Algorithm 1, and the denominator of Adam. */
import * as tf from '@tensorflow/tfjs-core'
import {
  entry,
  mapRecord,
  moveTowards,
  scalarVariables,
  type Tensors,
  type Variables,
  variablesLike,
} from './variables.ts'

/** How h_t of the paper's Algorithm 1 scales the gradient: not at all, or as Adam, AMSGrad or AdaBound do. */
export type Scaling = 'none' | 'adam' | 'amsgrad' | 'adabound'

/** Options of h_t, the adaptive scale of the paper's Algorithm 1. */
export interface ScalingOptions {
  /** h_t of line 8. Default `'none'`, h_t = 1, as in all of the paper's experiments. */
  readonly scaling?: Scaling
  /** γ in (0, 1], weight of the new square in the average s. Default 0.001: Adam's β2 is 1 − γ. */
  readonly secondMomentAveraging?: number
  /** ε, the paper's G0. Default 1e-8. */
  readonly epsilon?: number
  /** `[lower, upper]` of AdaBound's scale 1/√v. Default [0.1, 10]. */
  readonly scaleBounds?: readonly [number, number]
}

/** Empty without scaling. */
export interface SecondMoments {
  /** s */
  readonly average: Variables
  /** m, for `'amsgrad'` alone. */
  readonly maximum: Variables
  /** c = 1 − (1−γ)^t, the weight of all squares together: as yet the average is s/c. */
  readonly weight: Variables
}

export function initSecondMoments(
  variables: Variables,
  { scaling = 'none' }: Pick<ScalingOptions, 'scaling'>,
): SecondMoments {
  return {
    average: scaling === 'none' ? {} : variablesLike(variables, tf.zerosLike),
    maximum: scaling === 'amsgrad' ? variablesLike(variables, tf.zerosLike) : {},
    weight: scaling === 'none' ? {} : scalarVariables({ sum: 0 }),
  }
}

/**
 * Takes in the gradients O_t and returns what the step is divided by, √v + ε for each variable, elementwise:
 *
 *     s ← (1−γ)·s + γ·O²,  c ← (1−γ)·c + γ           both from 0
 *     adam       v = s/c
 *     amsgrad    m ← max(m, s),  v = m/c
 *     adabound   v = Π[s/c] onto [1/upper², 1/lower²], so that 1/√v lies in [lower, upper]
 *
 * `'adam'` and `'amsgrad'` are those of Kingma & Ba (ICLR 2015) and Reddi et al. (ICLR 2018) with bias correction, as
 * torch.optim.Adam computes them; `'adabound'` is Luo et al. (ICLR 2019) with constant bounds.
 *
 * @see Yuan et al., ICLR 2022, Algorithm 1, lines 8-9; the forms follow Guo et al., A novel convergence analysis for
 *   algorithms of the Adam family, arXiv:2104.14840, which leaves out the bias correction 1/c
 */
export function divisors(
  { average, maximum, weight }: SecondMoments,
  gradients: Tensors,
  {
    scaling,
    secondMomentAveraging = 0.001,
    epsilon = 1e-8,
    scaleBounds: [lower, upper] = [0.1, 10],
  }: ScalingOptions,
): Tensors {
  const c = entry(weight, 'sum')
  moveTowards(c, 1, secondMomentAveraging)
  return mapRecord(gradients, (gradient, name) => {
    const s = entry(average, name)
    moveTowards(s, tf.square(gradient), secondMomentAveraging)
    const m = maximum[name]
    m?.assign(tf.maximum(m, s))
    const v = tf.div(m ?? s, c)
    const bounded = scaling === 'adabound' ? tf.clipByValue(v, upper ** -2, lower ** -2) : v
    return tf.add(tf.sqrt(bounded), epsilon)
  })
}

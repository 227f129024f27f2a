/** From what was recorded to what is run. */

import { multiplyFilterGradients } from './filter-gradients.ts'
import { callsXla, fuseWithXla } from './fuse.ts'
import { shareGlobalGradients } from './global-pooling.ts'
import type { Graph } from './graph.ts'
import { convolveInputGradients } from './input-gradients.ts'
import { type LowPrecision, toLowPrecision } from './precision.ts'
import { simplify } from './simplify.ts'

export interface OptimiseOptions {
  readonly precision: 'float32' | LowPrecision
  readonly gpu: boolean
  /** Whether TensorFlow has XLA, which some builds of it lack. */
  readonly xla: () => boolean
}

export function optimise(graph: Graph, { precision, gpu, xla }: OptimiseOptions): Graph {
  const simple = shareGlobalGradients(simplify(graph))
  const lowered = precision === 'float32' ? simple : toLowPrecision(simple, precision)
  if (gpu) return lowered
  const convolved = simplify(multiplyFilterGradients(convolveInputGradients(lowered)))
  const fused = fuseWithXla(convolved)
  return callsXla(fused) && xla() ? fused : convolved
}

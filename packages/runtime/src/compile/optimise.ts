/** From what was recorded to what is run. */

import { joinBatchNorms } from './batch-norms.ts'
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
  /** Whether our own kernels are there. */
  readonly kernels: () => boolean
}

export function optimise(graph: Graph, { precision, gpu, xla, kernels }: OptimiseOptions): Graph {
  const simple = shareGlobalGradients(simplify(graph))
  const lowered = precision === 'float32' ? simple : toLowPrecision(simple, precision)
  if (gpu) return lowered
  const convolved = simplify(multiplyFilterGradients(convolveInputGradients(lowered)))
  const joined = kernels() ? joinBatchNorms(convolved) : convolved
  const fused = fuseWithXla(joined)
  return callsXla(fused) && xla() ? fused : joined
}

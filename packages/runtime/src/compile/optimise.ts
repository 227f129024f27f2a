/** From what was recorded to what is run. */
import type { Graph } from './graph.ts'
import { convolveInputGradients } from './input-gradients.ts'
import { toBfloat16 } from './precision.ts'
import { simplify } from './simplify.ts'

export interface OptimiseOptions {
  readonly precision: 'float32' | 'bfloat16'
  readonly gpu: boolean
}

export function optimise(graph: Graph, { precision, gpu }: OptimiseOptions): Graph {
  const simple = simplify(graph)
  const lowered = precision === 'bfloat16' ? toBfloat16(simple) : simple
  return gpu ? lowered : simplify(convolveInputGradients(lowered))
}

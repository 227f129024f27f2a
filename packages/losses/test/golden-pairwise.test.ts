import type * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import {
  type MonotoneSurrogate,
  pairwiseAuc,
  partialAucCvar,
  partialAucKlDro,
} from '../src/index.ts'
import { evaluate } from './conformance.ts'
import { readGolden } from './golden.ts'
import { relativeError } from './reference.ts'

interface Case {
  batch: string
  value: number
  gradient: number[]
  surrogate: MonotoneSurrogate
  margin: number
  scoreTransform: 'none' | 'sigmoid'
}

// PyTorch in double precision, LibAUC 1.2.0 where it has the loss: tools/golden/losses_pairwise.py.
const golden = readGolden<
  { batches: { name: string; labels: number[]; scores: number[] }[] } & Record<string, Case[]>
>('losses-pairwise')

const losses: Record<string, (y: tf.Tensor, f: tf.Tensor, options: Case) => tf.Tensor> = {
  pairwiseAuc,
  partialAucCvar,
  partialAucKlDro,
}

describe.each(Object.entries(losses))('%s', (name, loss) => {
  test.each(golden.batches)('batch $name: value and gradient within 1e-5', (batch) => {
    const cases = golden[name]!.filter((c) => c.batch === batch.name)
    expect(cases.length).toBeGreaterThanOrEqual(12)
    for (const { value, gradient, ...options } of cases) {
      const actual = evaluate((y, f) => loss(y, f, options as Case), batch.labels, batch.scores)
      expect(relativeError([actual.value], [value]), JSON.stringify(options)).toBeLessThan(1e-5)
      expect(relativeError(actual.gradient, gradient), JSON.stringify(options)).toBeLessThan(1e-5)
    }
  })
})

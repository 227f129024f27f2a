import type { TrainingEvent } from '@deepauc/trainer'
import { expect, test } from 'vitest'
import { scalarsOf } from '../src/log/scalars-of.ts'

const progress = { step: 3, gradientEvaluations: 6, seconds: 1.5 }

test.each<[TrainingEvent, Record<string, number>]>([
  [{ kind: 'step', ...progress, loss: 0.5 }, { 'train/loss': 0.5 }],
  [
    { kind: 'step', ...progress, loss: -0.5, innerLoss: 0 },
    { 'train/loss': -0.5, 'train/inner-loss': 0 },
  ],
  [
    {
      kind: 'evaluation',
      ...progress,
      trainingLoss: 0.25,
      validation: { auc: 0.75, objective: 0.125 },
      isBest: true,
    },
    { 'train/mean-loss': 0.25, 'validation/auc': 0.75, 'validation/objective': 0.125 },
  ],
  [{ kind: 'checkpoint', ...progress }, {}],
])('names the numbers of %j', (event, scalars) => {
  expect(scalarsOf(event)).toEqual(scalars)
})

import { expect, test } from 'vitest'
import { pdsca, pesg, presets, sgd, stepDecay } from '../src/index.ts'
import { golden } from './golden.ts'

test('every preset is valid', () => {
  for (const preset of [presets.paper, presets.paperMedical]) {
    expect(Object.keys(pdsca(preset.pdsca.options).learningRates)).toHaveLength(3)
    pesg(preset.pesg.options)
    sgd(preset.sgd.options)
  }
  pdsca(presets.libauc.pdsca.options)
  pesg(presets.libauc.pesg.options)
  expect(stepDecay(presets.paper.training.schedule)(0.8)).toBe(stepDecay()(0.8))
})

test('libauc is what the golden trajectories ran LibAUC with', () => {
  const { options } = golden.cases.find(({ name }) => name === 'libauc, epoch decay')!
  const { learningRate, innerLearningRate, innerAveraging, gradientAveraging } = options
  const { clip, epochDecay, weightDecay, margin } = options
  expect(presets.libauc.pdsca.options).toMatchObject({
    learningRate,
    innerLearningRate,
    innerAveraging,
    gradientAveraging,
    epochDecay,
    weightDecay,
    margin,
    clipValue: clip,
  })
})

import { resnet20, smallCnn } from '@deepauc/models'
import { adam, type Optimizer, type OptimizerState, pdsca, pesg, sgd } from '@deepauc/optimizers'
import { beforeAll, describe, expect, test } from 'vitest'
import { compile } from '../src/compile/index.ts'
import { selectBackend } from '../src/index.ts'
import { native } from './native.ts'
import { expectClose } from './reference.ts'
import { createTraining, train } from './training.ts'

describe.skipIf(native.absent)(`compiled training${native.why}`, () => {
  beforeAll(async () => {
    await selectBackend({ backend: 'tfjs-node' })
  })

  const create = <State extends OptimizerState>(optimizer: Optimizer<State>) =>
    createTraining(smallCnn({ seed: 0 }), optimizer)

  test.each([
    ['sgd', () => create(sgd({ learningRate: 0.01, momentum: 0.9 }))],
    ['adam', () => create(adam())],
    ['pesg', () => create(pesg())],
    ['pdsca as in the paper', () => create(pdsca({ variant: 'algorithm1', innerSteps: 2 }))],
    ['pdsca as in LibAUC', () => create(pdsca({ variant: 'libauc', clipValue: 1 }))],
  ])('%s: steps are those of the eager run', (_, start) => {
    const [eager, compiled] = [start(), start()]
    const run = { steps: 6, shape: [8, 8, 8, 1] as [number, number, number, number] }
    const step = compile(compiled.step)
    const finish = () => step.session.dispose()
    const expected = train(eager, run)
    expectClose(train(compiled, { ...run, step, finish }), expected)
    eager.dispose()
    compiled.dispose()
  })

  test('ResNet-20', () => {
    const start = () =>
      createTraining(resnet20({ seed: 0, channels: 1 }), pdsca({ variant: 'libauc' }))
    const [eager, compiled] = [start(), start()]
    const run = { steps: 3, shape: [8, 16, 16, 1] as [number, number, number, number] }
    const step = compile(compiled.step)
    const finish = () => step.session.dispose()
    const expected = train(eager, run)
    expectClose(train(compiled, { ...run, step, finish }), expected)
    eager.dispose()
    compiled.dispose()
  })

  test('bfloat16 stays near, and is another computation', () => {
    const start = () => create(sgd({ learningRate: 0.001 }))
    const [eager, compiled] = [start(), start()]
    const run = { steps: 4, shape: [16, 8, 8, 1] as [number, number, number, number] }
    const step = compile(compiled.step, { precision: 'bfloat16' })
    const finish = () => step.session.dispose()
    const expected = train(eager, run)
    const actual = train(compiled, { ...run, step, finish })
    const losses = (values: number[][]) => values.slice(0, run.steps)
    expectClose(losses(actual), losses(expected), 0.01)
    expect(() => expectClose(losses(actual), losses(expected), 1e-5)).toThrow('relative errors')
    eager.dispose()
    compiled.dispose()
  })
})

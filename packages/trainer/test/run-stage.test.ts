import { type Optimizer, pesg, sgd } from '@deepauc/optimizers'
import { expect, test } from 'vitest'
import { aucSc, type Compiler, ce, type Method, train } from '../src/index.ts'
import { toyModel, toySource } from './toy.ts'

async function run(method: Method, compiler?: Compiler) {
  const model = toyModel()
  const sources = [toySource({ seed: 1 })]
  const validation = toySource({ seed: 2 })
  const options = { model, method, sources, validation, gradientEvaluations: 8, evaluations: 2 }
  for await (const _ of train({ ...options, ...(compiler && { compiler }) }));
  const weights = [...model.parameters.weight!.dataSync()]
  model.dispose()
  return weights
}

test('a compiler gets one function of tensors for each stage and is asked to sync before others look', async () => {
  const log: string[] = []
  const compiler: Compiler = {
    compile: (f) => {
      log.push('compile')
      return (...inputs) => {
        log.push(`step of ${inputs.length} tensors`)
        return f(...inputs)
      }
    },
    sync: () => void log.push('sync'),
  }
  const steps = (n: number) => Array.from({ length: n }, () => 'step of 2 tensors')
  expect(await run(ce(), compiler)).toEqual(await run(ce()))
  expect(log).toEqual([
    'compile',
    ...steps(4),
    'sync', // evaluation
    'sync', // the rates drop
    ...steps(2),
    'sync',
    ...steps(2),
    'sync',
    'sync', // the end
  ])
})

test('optimizers hear of drops of the learning rates, and of nothing else', async () => {
  const heard: number[] = []
  const stage = aucSc().stages[0]!
  const make = (inner: Optimizer): Optimizer => {
    let steps = 0
    return {
      ...inner,
      step: (problem, state) => {
        steps++
        return inner.step(problem, state)
      },
      onRateDrop: () => void heard.push(steps),
    }
  }
  await run({ name: 'spy', stages: [{ ...stage, optimizer: make(pesg() as Optimizer) }] })
  expect(heard).toEqual([4, 6])
  expect(sgd().onRateDrop).toBeUndefined()
})

import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { readOptions } from '../src/options.ts'

test('what takes minutes runs on all cores unless told otherwise', () => {
  expect(readOptions([])).toEqual({
    only: ['machine', 'resnet20', 'metrics', 'startup'],
    variants: undefined,
    threads: availableParallelism(),
    rounds: 8,
    steps: 2000,
    batchSize: 128,
    seeds: 3,
    json: undefined,
  })
})

test('reads every option', () => {
  const args =
    '--only resnet20,memory --variants a,b --threads 1 --rounds 3 --steps 50 --batch-size 16 --seeds 5 --json out.json'
  expect(readOptions(args.split(' '))).toEqual({
    only: ['resnet20', 'memory'],
    variants: ['a', 'b'],
    threads: 1,
    rounds: 3,
    steps: 50,
    batchSize: 16,
    seeds: 5,
    json: 'out.json',
  })
})

test.each([
  [
    ['--only', 'resnet'],
    'there is no "resnet"; choose of machine, resnet20, metrics, startup, densenet121',
  ],
  [['--threads', '0'], '--threads must be a whole number ≥ 1, got 0'],
  [['--rounds', 'many'], '--rounds must be a whole number ≥ 1, got many'],
  [['--batch-size', '1.5'], '--batch-size must be a whole number ≥ 1, got 1.5'],
  [['--round', '3'], "Unknown option '--round'"],
])('%j is refused', (args, message) => {
  expect(() => readOptions(args)).toThrow(message)
})

import { expect, test } from 'vitest'
import { networkGroups } from '../src/network-entrants.ts'

const options = {
  network: 'densenet121',
  batch: 'file',
  batchSize: 32,
  size: 224,
  threads: 2,
} as const
const python = { program: 'python' }

test('whatever a bar compares takes turns', () => {
  const { groups } = networkGroups(undefined, options, python)
  const groupOf = (name: string) => groups.findIndex((g) => g.some((e) => e.variant === name))
  expect(groupOf('ours-compiled')).toBe(groupOf('pytorch-channels-last'))
  expect(groupOf('ours-compiled-bf16')).toBe(groupOf('pytorch-channels-last-bf16'))
  // What keeps all its tensors until its end is in memory alone.
  expect(groups[groupOf('tfjs-node-stock')]).toHaveLength(1)
  expect(groups[groupOf('ours-eager')]).toHaveLength(1)
})

test('the table has every variant, in its own order', () => {
  const { groups, order } = networkGroups(undefined, options, python)
  const all = new Set(groups.flat().map(({ variant }) => variant))
  expect(all).toEqual(new Set(order))
  expect(order.slice(0, 2)).toEqual(['tfjs-node-stock', 'ours-eager'])
})

test('only what is asked for runs, and without Python its variants say so', () => {
  const names = ['ours-compiled', 'pytorch']
  const { groups } = networkGroups(names, options, { reason: 'no Python' })
  expect(groups.flat()).toMatchObject([
    { variant: 'ours-compiled', command: { options: { compile: true, precision: 'float32' } } },
    { variant: 'pytorch', reason: 'no Python' },
  ])
})

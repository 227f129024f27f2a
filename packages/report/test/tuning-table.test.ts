import { expect, test } from 'vitest'
import { runIndex } from '../src/tables/run-index.ts'
import { configurationsTable, tuningTable } from '../src/tables/tuning-table.ts'
import { smallSweep } from './small-sweep.ts'

const texts = (rows: readonly (readonly { pieces: readonly { text: string }[] }[])[]) =>
  rows.map((row) => row.map(({ pieces }) => pieces.map(({ text }) => text).join(' / ')))

test('states how many configurations were tried for each method, and which was chosen', () => {
  expect(texts(tuningTable(smallSweep.tuning).rows)).toEqual([
    ['one/cifar10-10/ce', 'CE', 'CIFAR10 10 %', '1', 'no grid'],
    ['one/cifar10-10/ct', 'CT', 'CIFAR10 10 %', '2', 'innerSteps 1'],
    ['free/r/c', 'CT', 'CIFAR10 10 %', '2', 'not yet'],
  ])
})

test('where none can be chosen, it says why', () => {
  const [free] = smallSweep.tuning.slice(-1)
  const reason = 'all its tuning runs diverged'
  expect(texts(tuningTable([{ ...free!, unchosen: reason }]).rows)[0]!.at(-1)).toBe(
    `none could be chosen: ${reason}`,
  )
})

test('what begins with the settings of another place names it', () => {
  const [first] = smallSweep.tuning
  expect(texts(tuningTable([{ ...first!, from: 'zero/cifar10-10/ce' }]).rows)[0]!.at(-1)).toBe(
    'no grid / begins with zero/cifar10-10/ce',
  )
})

test('lists every configuration with its runs', () => {
  const { rows } = configurationsTable(smallSweep.tuning, runIndex())!
  expect(texts(rows)).toEqual([
    ['one/cifar10-10/ct', 'CT', 'innerSteps 1', '0.920', 'chosen'],
    ['one/cifar10-10/ct', 'CT', 'innerSteps 2', '0.830', ''],
    ['free/r/c', 'CT', 'learningRate 0.1', '–', ''],
    ['free/r/c', 'CT', 'learningRate 0.05', '–', ''],
  ])
  expect(rows[0]![3]!.pieces[0]).toEqual({ text: '0.920', to: 'cell-c-ct-tuning-1' })
  expect(configurationsTable(smallSweep.tuning.slice(0, 1), runIndex())).toBeUndefined()
})

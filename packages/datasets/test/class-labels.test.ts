import { expect, test } from 'vitest'
import { classLabels } from '../src/sources/class-labels.ts'
import { groupByPart, partOfName } from '../src/sources/part-of-name.ts'

const place = (index: number) => `row ${index}`

test('takes numbers as they are and names by their order', () => {
  expect(classLabels([2, 0, Number.NaN], place)).toEqual({
    labels: Float32Array.of(2, 0, Number.NaN),
  })
  expect(classLabels(['dog', 'cat', 'dog'], place)).toEqual({
    labels: Float32Array.of(1, 0, 1),
    classNames: ['cat', 'dog'],
  })
  const classNames = ['dog', 'cat', 'bird']
  expect(classLabels(['dog', 'cat'], place, classNames).labels).toEqual(Float32Array.of(0, 1))
  expect(classLabels([2], place, classNames)).toEqual({ labels: Float32Array.of(2), classNames })
})

test.each([
  [
    'a name that is none',
    [0, 'x'].slice(1),
    ['cat'],
    /row 0: label "x" is not one of the 1 classes/,
  ],
  ['a number beyond the names', [0, 1], ['cat'], /row 1: label 1 is not one of the 1 classes/],
  ['a fraction', [0, 0.5], undefined, /row 1: label 0\.5 is not/],
  ['a negative number', [-2], undefined, /row 0: label -2 is not/],
  ['what float32 does not hold', [2 ** 24 + 1], undefined, /label 16777217 is not/],
  ['names among numbers', [0, 'x'], undefined, /row 0: labels are names in some places/],
])('refuses %s', (_, values, names, problem) => {
  expect(() => classLabels(values, place, names)).toThrow(problem)
})

test.each([
  ['train-00000-of-00001.parquet', 'train'],
  ['cifar10-val-000000.tar', 'validation'],
  ['valid_01.tar', 'validation'],
  ['dev.tar', 'validation'],
  ['Validation2.tar', 'validation'],
  ['test-00000.tar', 'test'],
  ['training10_0.tar', 'train'],
  ['latest-trainer.tar', 'train'],
  ['0000.parquet', 'train'],
  ['constructor.tar', 'train'],
])('%s belongs to %s', (name, part) => {
  expect(partOfName(name)).toBe(part)
})

test('orders parts', () => {
  const groups = groupByPart(['test.tar', 'a.tar', 'train.tar'], (name) => name)
  expect(Object.entries(groups)).toEqual([
    ['train', ['a.tar', 'train.tar']],
    ['test', ['test.tar']],
  ])
})

import { describe, expect, test } from 'vitest'
import { binarize, binarizeHalves, DataError, type ImageSet } from '../src/index.ts'

function setOf(labels: number[], classNames?: string[]): ImageSet {
  const images = new Uint8Array(labels.length)
  const set = { images, shape: [labels.length, 1, 1, 1] as const, labels: Uint8Array.from(labels) }
  return classNames ? { ...set, classNames } : set
}

const clothes = setOf([2, 0, 1, 2, 0, 1], ['Coat', 'Dress', 'Shirt', 'Bag'])

describe('binarize', () => {
  test('keeps the chosen classes in order', () => {
    const set = binarize(clothes, { positive: ['shirt'], negative: ['COAT'] })
    expect([...set.indices]).toEqual([0, 1, 3, 4])
    expect([...set.labels]).toEqual([1, 0, 1, 0])
    expect(set.shape).toEqual([4, 1, 1, 1])
    expect(set.images).toBe(clothes.images)
  })

  test('takes all other classes as negatives', () => {
    const { indices, labels } = binarize(clothes, { positive: ['Dress', 0] })
    expect([...indices]).toEqual([0, 1, 2, 3, 4, 5])
    expect([...labels]).toEqual([0, 1, 1, 0, 1, 1])
  })

  test('calls a class without a name by its index', () => {
    const unnamed = setOf([5, 7, 5])
    expect([...binarize(unnamed, { positive: ['7'] }).labels]).toEqual([0, 1, 0])
    expect([...binarize(unnamed, { positive: [5] }).labels]).toEqual([1, 0, 1])
  })

  test.each([
    [{ positive: ['Skirt'] }, /no class "Skirt"; the classes are Coat, Dress, Shirt, Bag/],
    [{ positive: [4] }, /no class "4"/],
    [{ positive: [-1] }, /no class "-1"/],
    [{ positive: ['Coat'], negative: [0, 'Dress'] }, /"Coat" cannot be both/],
    [{ positive: [] }, /at least one positive class/],
  ])('refuses %o', (choice, problem) => {
    expect(() => binarize(clothes, choice)).toThrow(RangeError)
    expect(() => binarize(clothes, choice)).toThrow(problem)
  })

  test.each([
    [{ positive: ['Bag'] }, /no image of class "Bag"\. Choose classes that occur/],
    [{ positive: ['Coat'], negative: ['Bag'] }, /no image of class "Bag"/],
    [{ positive: ['Coat', 'Dress', 'Shirt'] }, /no image of a negative class/],
    [{ positive: ['Coat'], negative: [] }, /no image of a negative class/],
  ])('reports that the data lack what %o asks for', (choice, problem) => {
    expect(() => binarize(clothes, choice)).toThrow(DataError)
    expect(() => binarize(clothes, choice)).toThrow(problem)
  })
})

describe('binarizeHalves', () => {
  test.each([
    [
      [0, 1, 2, 3],
      [0, 0, 1, 1],
    ],
    [
      [0, 1, 2],
      [0, 1, 1],
    ], // LibAUC gives the class in the middle to the positives
    [
      [1, 0],
      [1, 0],
    ],
  ])('labels classes %j as %j', (labels, halves) => {
    expect([...binarizeHalves(setOf(labels)).labels]).toEqual(halves)
  })

  test.each([[[0, 0]], [[3, 3, 4]], [[]]])('refuses classes %j', (labels) => {
    expect(() => binarizeHalves(setOf(labels))).toThrow(DataError)
    expect(() => binarizeHalves(setOf(labels))).toThrow(/no image of a class in the lower half/)
  })
})

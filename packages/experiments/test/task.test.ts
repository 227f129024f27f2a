import { expect, test } from 'vitest'
import { tinyData } from '../../../test/tiny-data.ts'
import { comparisonSettings, prepareTask } from '../src/index.ts'

const positives = (labels: Uint8Array) => labels.reduce((sum, label) => sum + label, 0)

test('the sample: 10 % positives in training, classes as they are elsewhere, no image in two parts', async () => {
  const task = await prepareTask(comparisonSettings({ speed: 'native', quick: false }))
  const sizes = [task.train, task.validation, task.test].map(({ labels }) => [
    positives(labels),
    labels.length,
  ])
  expect(sizes).toEqual([
    [600, 6000],
    [150, 750],
    [1000, 5000],
  ])
  const shared = new Set(task.validation.indices)
  expect(task.train.indices.filter((index) => shared.has(index))).toHaveLength(0)
  expect(task.description).toBe('Shirt against T-shirt/top, Pullover, Dress, Coat, 10 % positives')
})

test('reads the files of a user, with their names of classes', async () => {
  const classNames = ['dark', 'bright', 'striped']
  const chosen = { positive: ['Bright'], negative: ['dark', 'striped'] }
  const task = await prepareTask({
    root: tinyData(),
    classNames,
    ...chosen,
    imratio: 0.25,
    seed: 1,
  })
  expect(positives(task.train.labels) / task.train.labels.length).toBeCloseTo(0.25, 2)
  expect(positives(task.test.labels)).toBe(10)
})

test.each([
  [{ imratio: 0.6 }, RangeError, 'imratio must be in (0, 0.5]'],
  [{ imratio: 0.45 }, RangeError, 'the highest imratio that can be reached is 0.33'],
  [{ positive: ['purple'] }, RangeError, 'the classes are dark, bright, striped, none'],
  [{ positive: ['none'] }, Error, 'no image of class "none"'],
  [{ root: '/nowhere' }, Error, '/nowhere: holds no train-images-idx3-ubyte'],
])('refuses %o', async (change, type, message) => {
  const classNames = ['dark', 'bright', 'striped', 'none']
  const chosen = { positive: ['bright'], negative: ['dark', 'striped'] }
  const good = { root: tinyData(), classNames, ...chosen, imratio: 0.1, seed: 1 }
  const error = await prepareTask({ ...good, ...change }).catch((e) => e)
  expect(error).toBeInstanceOf(type)
  expect(error.message).toContain(message)
})

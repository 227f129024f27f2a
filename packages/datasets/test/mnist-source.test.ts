import { classNames, sampleDataDirectory } from '@deepauc/sample-data'
import { expect, test } from 'vitest'
import { imageSet } from '../src/source-image-set.ts'
import { readMnist } from '../src/sources/mnist.ts'
import { readMnistSource } from '../src/sources/mnist-source.ts'

test('the sample data are a source', async () => {
  const source = await readMnistSource(sampleDataDirectory, { name: 'fashion-mnist', classNames })
  expect(source.name).toBe('fashion-mnist')
  expect(source.notes).toEqual(['Part "train" has 15000 images; as published it has 60000.'])
  const { test } = source.parts
  expect(test!.id(3)).toBe('t10k-images, image 3')
  const { test: expected } = await readMnist(sampleDataDirectory, { classNames })
  const set = await imageSet(test!)
  expect(set.shape).toEqual(expected.shape)
  expect(Buffer.from(set.images).equals(expected.images)).toBe(true)
  expect(set.labels).toEqual(expected.labels)
  expect(set.classNames).toEqual(classNames)
  await source.close()
})

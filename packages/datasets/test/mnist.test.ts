import { classNames, sampleDataDirectory } from '@deepauc/sample-data'
import { expect, test } from 'vitest'
import { DataError, readMnist } from '../src/index.ts'
import { fileOf, idxBytes, temporaryFolder } from './files.ts'

function mnistFolder(files: Record<string, Uint8Array> = {}): string {
  const folder = temporaryFolder()
  const all = {
    'train-images-idx3-ubyte': idxBytes([2, 1, 3], [1, 2, 3, 4, 5, 6]),
    'train-labels.idx1-ubyte': idxBytes([2], [1, 0]),
    't10k-images.idx3-ubyte': idxBytes([1, 1, 3], [7, 8, 9]),
    't10k-labels-idx1-ubyte': idxBytes([1], [2]),
    ...files,
  }
  for (const [name, bytes] of Object.entries(all)) fileOf(bytes, name, folder)
  return folder
}

test('reads the sample data', async () => {
  const { train, test } = await readMnist(sampleDataDirectory, { classNames })
  expect(train.shape).toEqual([15_000, 28, 28, 1])
  expect(test.shape).toEqual([10_000, 28, 28, 1])
  expect(train.classNames).toEqual(classNames)
  const counts = Array(10).fill(0)
  for (const label of train.labels) counts[label]++
  expect(counts).toEqual(Array(10).fill(1500))
})

test('reads plain files, with a dot in the name or without', async () => {
  const { train, test } = await readMnist(mnistFolder())
  expect(train.shape).toEqual([2, 1, 3, 1])
  expect([...train.images]).toEqual([1, 2, 3, 4, 5, 6])
  expect([...train.labels]).toEqual([1, 0])
  expect([...test.images]).toEqual([7, 8, 9])
})

test.each([
  ['too few labels', { 'train-labels.idx1-ubyte': idxBytes([1], [1]) }, /holds 1 labels for the 2/],
  [
    'labels in place of images',
    { 't10k-images.idx3-ubyte': idxBytes([1], [1]) },
    /t10k-images.*has 1 dimensions \(byte 3\) instead of 3/,
  ],
  [
    'a label beyond the names',
    { 'train-labels.idx1-ubyte': idxBytes([2], [0, 3]) },
    /gives image 1 class 3 \(byte 9\), but there are 3 classes/,
  ],
])('refuses %s', async (_, files, problem) => {
  const reading = readMnist(mnistFolder(files), { classNames: ['a', 'b', 'c'] })
  await expect(reading).rejects.toThrow(DataError)
  await expect(reading).rejects.toThrow(problem)
})

test('names the missing file, its folder and the remedy', async () => {
  const folder = temporaryFolder()
  await expect(readMnist(folder)).rejects.toMatchObject({
    code: 'data',
    file: folder,
    message: expect.stringMatching(
      /holds no (train|t10k)-images-idx3-ubyte, plain or with \.gz.*put the file there/,
    ),
  })
})

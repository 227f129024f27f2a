import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { classNames, sampleDataDirectory } from '../src/index.ts'

const read = (name: string) => readFileSync(join(sampleDataDirectory, name))

test.each([
  ['train', 15_000],
  ['t10k', 10_000],
])('%s holds %d images of 28 × 28, as many of each class', (part, n) => {
  const images = gunzipSync(read(`${part}-images-idx3-ubyte.gz`))
  const labels = gunzipSync(read(`${part}-labels-idx1-ubyte.gz`))
  expect([0, 4, 8, 12].map((at) => images.readUInt32BE(at))).toEqual([0x803, n, 28, 28])
  expect(images.length).toBe(16 + n * 28 * 28)
  expect([0, 4].map((at) => labels.readUInt32BE(at))).toEqual([0x801, n])
  const counts = classNames.map(() => 0)
  for (const label of labels.subarray(8)) counts[label]!++
  expect(counts).toEqual(Array(10).fill(n / 10))
})

test('the test images and labels are those of Fashion-MNIST', () => {
  // Of the inflated files in Debian's dataset-fashion-mnist 0.0~git20200523.55506a9-1.
  expect(sha256(gunzipSync(read('t10k-images-idx3-ubyte.gz')))).toBe(
    '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
  )
  expect(sha256(gunzipSync(read('t10k-labels-idx1-ubyte.gz')))).toBe(
    '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
  )
})

test('the files are the ones that were drawn', () => {
  expect(isAbsolute(sampleDataDirectory)).toBe(true)
  const sums = read('SHA256SUMS').toString().trim().split('\n')
  expect(sums.length).toBe(4)
  for (const line of sums) {
    const [sum, name] = line.split('  ') as [string, string]
    expect(sha256(read(name)), name).toBe(sum)
  }
})

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readMnist } from '@deepauc/datasets'
import { expect, onTestFinished, test } from 'vitest'
import { drawSample } from '../draw-sample.ts'

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'draw-sample-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A folder with `n` training and `n` test images of one pixel, image i being of class i mod 3. */
function fullSet(n: number): string {
  const folder = temporaryFolder()
  const rows = Array.from({ length: n }, (_, row) => row)
  for (const part of ['train', 't10k']) {
    const size = [0, 0, 0, n]
    const images = [0, 0, 8, 3, ...size, 0, 0, 0, 1, 0, 0, 0, 1, ...rows]
    writeFileSync(join(folder, `${part}-images-idx3-ubyte`), Uint8Array.from(images))
    const labels = [0, 0, 8, 1, ...size, ...rows.map((row) => row % 3)]
    writeFileSync(join(folder, `${part}-labels-idx1-ubyte`), Uint8Array.from(labels))
  }
  return folder
}

test('draws as many images of each class, in order, and all test images', async () => {
  const [from, out] = [fullSet(60), temporaryFolder()]
  await drawSample(from, out, { perClass: 7 })
  const { train, test } = await readMnist(out)
  expect([...test.images]).toEqual(Array.from({ length: 60 }, (_, row) => row))
  expect([...test.labels]).toEqual(Array.from({ length: 60 }, (_, row) => row % 3))
  const drawn = [...train.images]
  expect(drawn).toEqual([...new Set(drawn)].sort((a, b) => a - b))
  expect([...train.labels]).toEqual(drawn.map((row) => row % 3))
  for (const label of [0, 1, 2])
    expect(train.labels.filter((other) => other === label).length).toBe(7)
})

test('draws the same bytes again, and others from another seed', async () => {
  const from = fullSet(60)
  const draws: Buffer[][] = []
  for (const seed of [4, 4, 5]) {
    const out = temporaryFolder()
    await drawSample(from, out, { perClass: 7, seed })
    draws.push(readdirSync(out).map((name) => readFileSync(join(out, name))))
  }
  expect(draws[0]!.length).toBe(5)
  expect(draws[1]).toEqual(draws[0])
  expect(draws[2]).not.toEqual(draws[0])
})

test('says when a class is too small', async () => {
  const drawing = drawSample(fullSet(60), temporaryFolder(), { perClass: 21 })
  await expect(drawing).rejects.toThrow(/class 0 has 20 images, not 21/)
})

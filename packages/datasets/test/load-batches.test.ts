import { spawnSync } from 'node:child_process'
import { truncateSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { randomStream } from '@deepauc/random'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  type Augmentation,
  type BinaryImageSet,
  balancedBatches,
  type LoadOptions,
  loadBatches,
  orderedBatches,
  type Sampler,
  uniformBatches,
} from '../src/index.ts'
import { fileOf } from './files.ts'

const random = randomStream({ seed: 0, purpose: 'images' })
const set: BinaryImageSet = {
  images: Uint8Array.from({ length: 30 * 48 }, () => random.integer(256)),
  shape: [20, 4, 4, 3],
  labels: Uint8Array.from({ length: 20 }, (_, row) => (row % 4 === 0 ? 1 : 0)),
  indices: Int32Array.from({ length: 20 }, (_, row) => 29 - row),
}
const augmentation: Augmentation = { padTo: 8, pad: 1, shrink: 2, flip: true }
const sampler = balancedBatches(set.labels, { batchSize: 6, positiveRate: 0.5, seed: 1 })

function open(options: LoadOptions = {}, from: Sampler = sampler) {
  const loader = loadBatches(set, from, options)
  onTestFinished(() => loader.close())
  return loader
}

/** The same images in two files, which hold 16 and 14. */
function inFiles() {
  const shards = [set.images.subarray(0, 16 * 48), set.images.subarray(16 * 48)].map((bytes) =>
    fileOf(bytes, 'images.u8'),
  )
  return { ...set, images: { shards, imagesPerShard: 16 } }
}

describe('loadBatches', () => {
  test('gives images, labels and rows', async () => {
    const batch = await open({}, orderedBatches(20, { batchSize: 3 })).batch(2)
    const from = 23 * 48 // Row 6 shows image 23, row 8 image 21.
    const pixels = [23, 22, 21].flatMap((image) => [
      ...set.images.subarray(image * 48, (image + 1) * 48),
    ])
    expect(pixels[0]).toBe(set.images[from])
    expect(batch).toEqual({
      images: Float32Array.from(pixels, (value) => value / 255),
      labels: Float32Array.of(0, 0, 1),
      indices: Int32Array.of(6, 7, 8),
      shape: [3, 4, 4, 3],
    })
  })

  test('is the same bit for bit with and without a worker, read ahead or not', async () => {
    const loaders = [
      open({ augmentation, workers: 0 }),
      open({ augmentation }),
      open({ augmentation, prefetch: 0 }),
    ]
    for (const step of [0, 1, 2, 3, 9, 10, 4, 4]) {
      const [inline, ...others] = await Promise.all(loaders.map((loader) => loader.batch(step)))
      expect(inline!.shape).toEqual([6, 8, 8, 3])
      for (const other of others) expect(other).toEqual(inline)
    }
  })

  test('is the same bit for bit with any number of workers, from memory or from files', async () => {
    const all: Augmentation = {
      ...augmentation,
      rotate: 20,
      crop: 7,
      verticalFlip: true,
      resize: 9,
      normalize: { mean: [0.5, 0.4, 0.3], std: [0.2, 0.3, 0.4] },
    }
    const shared = new Uint8Array(new SharedArrayBuffer(set.images.length))
    shared.set(set.images)
    const shards = { shards: [shared], imagesPerShard: 30 }
    const loaders = [set, { ...set, images: shards }, inFiles()].flatMap((rows) =>
      [0, 1, 3].map((workers) => {
        const loader = loadBatches(rows, sampler, { augmentation: all, workers, prefetch: 5 })
        onTestFinished(() => loader.close())
        return loader
      }),
    )
    for (const step of [0, 1, 2, 3, 4, 11, 5, 5]) {
      const [first, ...others] = await Promise.all(loaders.map((loader) => loader.batch(step)))
      expect(first!.shape).toEqual([6, 9, 9, 3])
      for (const other of others) expect(other).toEqual(first)
    }
  })

  test('gives every row all its labels', async () => {
    const labels = Float32Array.from({ length: 60 }, (_, i) => (i % 7 === 0 ? Number.NaN : i))
    const loader = loadBatches({ ...set, labels }, orderedBatches(20, { batchSize: 2 }))
    onTestFinished(() => loader.close())
    const { labels: some } = await loader.batch(3)
    expect(some).toEqual(Float32Array.of(18, 19, 20, Number.NaN, 22, 23))
    expect(() => loadBatches({ ...set, labels: new Uint8Array(21) }, sampler)).toThrow(
      new RangeError('21 labels do not fit 20 rows'),
    )
  })

  test.each([0, 2])('names the file and the image that fail, workers: %d', async (workers) => {
    const rows = inFiles()
    const file = rows.images.shards[0]!
    const loader = loadBatches(rows, orderedBatches(20, { batchSize: 5 }), { workers, prefetch: 1 })
    onTestFinished(() => loader.close())
    await loader.batch(0)
    truncateSync(file, 4 * 48 + 5)
    // Rows 15 to 19 show images 14 to 10, which the file held.
    await expect(loader.batch(3)).rejects.toMatchObject({
      name: 'DataError',
      code: 'data',
      file,
      message: `${file}: the file ends before byte ${15 * 48}, the end of image 14. Prepare the data again.`,
    })
    // Images 29 to 25 are in the other file.
    await loader.batch(0)
  })

  test('prepares no more than it was told to, however fast the workers are', async () => {
    const asked: number[] = []
    const batch = (step: number) => {
      asked.push(step)
      return sampler.batch(step)
    }
    const loader = open({ workers: 3, prefetch: 2 }, { ...sampler, batch })
    await loader.batch(0)
    await setTimeout(300)
    expect(asked).toEqual([0, 1, 2])
  })

  test.each([
    [{ workers: -1 }, 'workers must be an integer ≥ 0, got -1'],
    [{ workers: 1.5 }, 'workers must be an integer ≥ 0, got 1.5'],
    [{ prefetch: -1 }, 'prefetch must be an integer ≥ 0, got -1'],
  ])('refuses %o', (options, message) => {
    expect(() => open(options)).toThrow(new RangeError(message))
  })

  test.each([0, 1] as const)('hands batches over, workers: %d', async (workers) => {
    const loader = open({ augmentation, workers })
    const [first, second] = await Promise.all([loader.batch(3), loader.batch(3)])
    expect(first).toEqual(second)
    first!.images.fill(7)
    first!.indices.fill(7)
    const third = await loader.batch(3)
    expect(third).toEqual(second)
    expect(third.images.buffer).not.toBe(second!.images.buffer)
  })

  test('reads the coming batches ahead', async () => {
    const asked: number[] = []
    const batch = (step: number) => {
      asked.push(step)
      return sampler.batch(step)
    }
    const loader = open({ prefetch: 2 }, { ...sampler, batch })
    await loader.batch(5)
    expect(asked).toEqual([5, 6, 7])
    await loader.batch(6)
    expect(asked).toEqual([5, 6, 7, 8])
    await loader.batch(0)
    expect(asked).toEqual([5, 6, 7, 8, 0, 1, 2])
  })

  test('the pair of a step is augmented independently', async () => {
    const same: Sampler = uniformBatches(20, { batchSize: 20, seed: 1, purpose: 'inner' })
    const inner = await open({ augmentation, workers: 0 }, same).batch(0)
    const outer = await open({ augmentation, workers: 0 }, { ...same, purpose: 'outer' }).batch(0)
    expect(outer.indices).toEqual(inner.indices)
    expect(outer.images).not.toEqual(inner.images)
  })

  test.each([0, 1] as const)('names a row that the set lacks, workers: %d', async (workers) => {
    const loader = open({ workers }, orderedBatches(21, { batchSize: 5 }))
    await loader.batch(3)
    await expect(loader.batch(4)).rejects.toThrow(
      new RangeError('row 20 is not in a set of 20 rows'),
    )
    await expect(loader.batch(-1)).rejects.toThrow(/a step must be a safe integer ≥ 0, got -1/)
  })

  test.each([0, 1] as const)('refuses an augmentation at once, workers: %d', (workers) => {
    expect(() => open({ augmentation: { padTo: 3 }, workers })).toThrow(RangeError)
  })

  test('fails what is awaited or asked after close', async () => {
    const loader = open()
    const awaited = loader.batch(0)
    const failing = expect(awaited).rejects.toThrow('the loader of this batch is closed')
    await loader.close()
    await failing
    await expect(loader.batch(1)).rejects.toThrow('the loader of this batch is closed')
  })

  test.each([
    ['that closes its loader goes on', 'await loader.close(); console.log("on")', '2\non\n'],
    ['that does not close its loader ends', '', '2\n'],
  ])('a program %s', (_, last, output) => {
    const source = JSON.stringify(new URL('../src/index.ts', import.meta.url).href)
    const program = `
      const { loadBatches, uniformBatches } = await import(${source})
      const set = { images: new Uint8Array(9), shape: [9, 1, 1, 1],
        labels: new Uint8Array(9), indices: new Int32Array(9) }
      const loader = loadBatches(set, uniformBatches(9, { batchSize: 2, seed: 0 }))
      console.log((await loader.batch(0)).images.length)
      // Meanwhile the batches read ahead arrive.
      const end = performance.now() + 200
      while (performance.now() < end);
      ${last}`
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--conditions=@deepauc/source', '--input-type=module', '-e', program],
      {
        cwd: fileURLToPath(new URL('.', import.meta.url)),
        encoding: 'utf8',
        timeout: 30_000,
        env: { ...process.env, FORCE_COLOR: '0' }, // nx asks for colours
      },
    )
    expect({ stdout, stderr, status }).toEqual({ stdout: output, stderr: '', status: 0 })
  })
})

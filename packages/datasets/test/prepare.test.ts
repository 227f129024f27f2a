import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { openCache } from '../src/cache/open-cache.ts'
import { prepare } from '../src/cache/prepare.ts'
import { resizeAntialiased } from '../src/formats/resize-antialiased.ts'
import type { ImageSource } from '../src/source.ts'
import { arrayPart, arraySource } from '../src/sources/array-part.ts'
import { temporaryFolder } from './files.ts'
import { type SyntheticOptions, syntheticPixels, syntheticSource } from './synthetic-source.ts'

const newFolder = () => join(temporaryFolder(), 'cache')
const json = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'))
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('prepare', () => {
  test('writes what the source holds, and nothing else', async () => {
    const folder = newFolder()
    const source = syntheticSource()
    await prepare(source, folder)
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual([
      'manifest.json',
      'test',
      'test/ids.json',
      'test/images-00000.u8',
      'test/labels.f32',
      'train',
      'train/groups.json',
      'train/ids.json',
      'train/images-00000.u8',
      'train/labels.f32',
    ])
    for (const [name, part] of Object.entries(source.parts)) {
      const pixels = Array.from({ length: part.count }, (_, i) => [
        ...syntheticPixels(name, i, [6, 5, 3]),
      ])
      expect([...readFileSync(join(folder, name, 'images-00000.u8'))]).toEqual(pixels.flat())
      const labels = readFileSync(join(folder, name, 'labels.f32'))
      const values = Array.from(part.labels, (_, i) => labels.readFloatLE(4 * i))
      expect(values).toEqual([...part.labels])
    }
    expect(json(folder, 'train/groups.json')).toEqual(source.parts.train!.groups)
    expect(json(folder, 'test/ids.json')[4]).toBe('test/4.png')
  })

  test('its manifest describes the set and has the SHA-256 of every file', async () => {
    const folder = newFolder()
    await prepare(syntheticSource(), folder)
    const hash = (name: string) => sha256(readFileSync(join(folder, name)))
    expect(json(folder, 'manifest.json')).toEqual({
      format: 'deepauc-cache/1',
      name: 'synthetic',
      notes: ['One image was given twice.'],
      shape: [6, 5, 3],
      parts: {
        train: {
          count: 20,
          labelNames: ['class'],
          classNames: ['cat', 'dog', 'ähnlich'],
          files: {
            'labels.f32': hash('train/labels.f32'),
            'ids.json': hash('train/ids.json'),
            'groups.json': hash('train/groups.json'),
          },
          shards: [hash('train/images-00000.u8')],
        },
        test: {
          count: 5,
          labelNames: ['edema', 'cardiomegaly'],
          files: { 'labels.f32': hash('test/labels.f32'), 'ids.json': hash('test/ids.json') },
          shards: [hash('test/images-00000.u8')],
        },
      },
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  test('resizes all images, stored or encoded, alike', async () => {
    const folder = newFolder()
    await prepare(syntheticSource(), folder, { size: [3, 4] })
    const { parts } = await openCache(folder)
    for (const [name, part] of Object.entries(parts))
      expect(await part.image(1)).toEqual({
        pixels: resizeAntialiased(syntheticPixels(name, 1, [6, 5, 3]), [6, 5, 3], [3, 4]),
        shape: [3, 4, 3],
      })
  })

  test('gives grey images three channels if asked', async () => {
    const folder = newFolder()
    await prepare(syntheticSource({ shape: [2, 3, 1] }), folder, { size: [2, 3], channels: 3 })
    const { parts } = await openCache(folder)
    for (const [name, part] of Object.entries(parts)) {
      const grey = [...syntheticPixels(name, 2, [2, 3, 1])]
      const { pixels } = (await part.image(2)) as { pixels: Uint8Array }
      expect([...pixels]).toEqual(grey.flatMap((value) => [value, value, value]))
    }
  })

  test('tells how far it is', async () => {
    const told: number[] = []
    const large = { train: 12, test: 3, shape: [1024, 1024, 1] } as const
    await prepare(syntheticSource(large), newFolder(), {
      onProgress: ({ done, total }) => told.push(done, total),
    })
    // 4 images of 1 MiB are a block.
    expect(told).toEqual([4, 15, 8, 15, 12, 15, 15, 15])
  })

  test('has twice as many images in the making as there are cores', async () => {
    let [now, most] = [0, 0]
    const part = arrayPart({
      async pixels() {
        most = Math.max(most, ++now)
        await setTimeout(1)
        now--
        return new Uint8Array(1)
      },
      shape: [50, 1, 1, 1],
      labels: new Uint8Array(50),
      id: String,
    })
    await prepare(arraySource('slow', { train: part }, []), newFolder())
    expect(most).toBe(2 * availableParallelism())
  })

  test('leaves a prepared folder alone', async () => {
    const folder = newFolder()
    await prepare(syntheticSource(), folder)
    const source = syntheticSource()
    const unread = { ...source.parts.train!, image: () => Promise.reject(new Error('was read')) }
    const again = { ...source, parts: { ...source.parts, train: unread } }
    await prepare(again, folder, { size: [6, 5], channels: 3 })
  })
})

describe('prepare goes on', () => {
  const large: SyntheticOptions = { train: 14, test: 6, shape: [1024, 1024, 1] }

  /** The rows that are read while `folder` is prepared; stops after `blocks` blocks. */
  async function rowsRead(folder: string, blocks = Infinity): Promise<number[]> {
    const source = syntheticSource(large)
    const rows: number[] = []
    const train = {
      ...source.parts.train!,
      image: (index: number) => {
        rows.push(index)
        return source.parts.train!.image(index)
      },
    }
    const controller = new AbortController()
    let told = 0
    await prepare({ ...source, parts: { ...source.parts, train } }, folder, {
      size: [1024, 1024],
      channels: 1,
      signal: controller.signal,
      onProgress: () => {
        if (++told === blocks) controller.abort(new Error('stopped'))
      },
    })
    return rows
  }

  test('after the last block that is on the disk', async () => {
    const folder = newFolder()
    await expect(rowsRead(folder, 2)).rejects.toThrow('stopped')
    expect(existsSync(folder)).toBe(false)
    const { done } = json(`${folder}.partial`, 'progress.json')
    expect(done.train).toBeGreaterThanOrEqual(8)
    const rest = Array.from({ length: 14 - done.train }, (_, i) => done.train + i)
    expect((await rowsRead(folder)).sort((a, b) => a - b)).toEqual(rest)
    await openCache(folder, { verify: true })
    expect(existsSync(`${folder}.partial`)).toBe(false)
  })

  test('only with the same data and options', async () => {
    const folder = newFolder()
    await expect(rowsRead(folder, 1)).rejects.toThrow('stopped')
    for (const [source, options] of [
      [syntheticSource(large), { size: 7 }],
      [syntheticSource({ ...large, train: 15 }), {}],
    ] as const)
      await expect(prepare(source, folder, options)).rejects.toMatchObject({
        code: 'data',
        file: `${folder}.partial`,
        message: expect.stringMatching(/was begun with other data or options\. Remove it, or/),
      })
  })

  test('after a corrupt image was mended', async () => {
    const folder = newFolder()
    const source = syntheticSource()
    const broken = { encoded: Buffer.from('GIF89a no more') }
    const test = { ...source.parts.test!, image: async () => broken }
    const parts = { train: source.parts.train!, test }
    await expect(prepare({ ...source, parts }, folder)).rejects.toMatchObject({
      code: 'data',
      file: expect.stringMatching(/^test\/\d\.png$/),
    })
    await prepare(source, folder)
    await openCache(folder, { verify: true })
  })
})

describe('prepare refuses', () => {
  const refusal = (source: ImageSource, folder: string, options = {}) =>
    expect(prepare(source, folder, options)).rejects

  test('a disk that is too small, before it does anything', async () => {
    const folder = newFolder()
    const part = arrayPart({
      pixels: () => Promise.reject(new Error('was read')),
      shape: [100_000, 28, 28, 3],
      labels: new Uint8Array(100_000),
      id: String,
    })
    const source = arraySource('vast', { train: part }, [])
    // 100,000 images of 0.75 GB: 75 TB.
    const ids = JSON.stringify(Array.from({ length: 100_000 }, (_, i) => `${i}`)).length
    const needed = 100_000 * (3 * 16_000 ** 2 + 4) + ids
    await refusal(source, folder, { size: 16_000, channels: 3 }).toMatchObject({
      code: 'data',
      message: expect.stringMatching(
        new RegExp(
          `needs ${needed} bytes of disk, but \\d+ are free\\. Choose a folder on another`,
        ),
      ),
    })
    expect(existsSync(`${folder}.partial`)).toBe(false)
  })

  test('images of different shapes, unless a size is given', async () => {
    const source = syntheticSource()
    const png = await sharp({ create: { width: 4, height: 3, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const test = { ...source.parts.test!, image: async () => ({ encoded: png }) }
    const mixed = { ...source, parts: { train: source.parts.train!, test } }
    const folder = newFolder()
    await refusal(mixed, folder).toMatchObject({
      code: 'data',
      message: expect.stringMatching(
        /^test\/\d\.png: is of 3 × 4 × 3, not of 6 × 5 × 3\. Give a size/,
      ),
    })
    await refusal(syntheticSource(), newFolder(), { size: 5, channels: 1 }).toThrow(
      /^train\.bin, row \d+: is of 5 × 5 × 3, not of 5 × 5 × 1/,
    )
  })

  test('to make images grey unasked, as after a grey one among coloured ones', async () => {
    const encode = (channels: 1 | 3) =>
      sharp(new Uint8Array(12 * channels).fill(90), { raw: { width: 4, height: 3, channels } })
        .toColourspace(channels === 1 ? 'b-w' : 'srgb')
        .png()
        .toBuffer()
    const images = [await encode(1), await encode(3)]
    const part = {
      count: 2,
      labelNames: ['class'],
      labels: Float32Array.of(0, 1),
      id: (row: number) => `${row}.png`,
      image: async (row: number) => ({ encoded: images[row]! }),
    }
    const source = arraySource('mixed', { train: part }, [])
    await refusal(source, newFolder()).toThrow(
      '1.png: is coloured, but the first image is grey. Say how many channels',
    )
    await prepare(source, newFolder(), { channels: 1 })
    await prepare(source, newFolder(), { channels: 3 })
  })

  test('a folder with other data, or with other things', async () => {
    const folder = newFolder()
    await prepare(syntheticSource(), folder)
    await refusal(syntheticSource(), folder, { size: 7 }).toThrow(
      `${folder}: holds other data, or the same prepared otherwise`,
    )
    const other = newFolder()
    mkdirSync(other)
    writeFileSync(join(other, 'thesis.doc'), '')
    await refusal(syntheticSource(), other).toThrow('holds other things, as thesis.doc')
    await refusal(syntheticSource(), join(other, 'thesis.doc')).toThrow(
      /cannot be read \(ENOTDIR\)/,
    )
  })

  test.each([
    [{ size: 0 }, /1 byte to 1 GiB, not of 0 × 0 × 3/],
    [{ size: 2.5 }, /2.5 × 2.5/],
    [{ size: 20_000, channels: 3 }, /20000 × 20000 × 3/],
  ] as const)('the impossible %o', async (options, problem) => {
    await refusal(syntheticSource(), newFolder(), options).toThrow(RangeError)
    await refusal(syntheticSource(), newFolder(), options).toThrow(problem)
  })

  test('a set without images, and a part that would leave the folder', async () => {
    const { parts } = syntheticSource()
    await refusal(arraySource('empty', {}, []), newFolder()).toThrow('there is no image')
    await refusal(arraySource('away', { '../train': parts.train! }, []), newFolder()).toThrow(
      '"../train" cannot be the name of a part',
    )
  })
})

import { cpSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fuzzCount } from '../../../test/fuzz-count.ts'
import { openCache } from '../src/cache/open-cache.ts'
import { prepare } from '../src/cache/prepare.ts'
import { hashOf } from '../src/files/durable-files.ts'
import { DataError } from '../src/index.ts'
import { fileOf, temporaryFolder } from './files.ts'
import { mutants } from './mutants.ts'
import { syntheticPixels, syntheticSource } from './synthetic-source.ts'

async function prepared(): Promise<string> {
  const folder = join(temporaryFolder(), 'cache')
  await prepare(syntheticSource(), folder)
  return folder
}

describe('openCache', () => {
  test.each([
    ['in memory', 1e6],
    ['in files', 0],
  ])('gives what was prepared, with images %s', async (_, memoryBudget) => {
    const cache = await openCache(await prepared(), { memoryBudget, verify: true })
    const source = syntheticSource()
    expect([cache.name, cache.notes]).toEqual([source.name, source.notes])
    expect(Object.keys(cache.parts)).toEqual(['train', 'test'])
    for (const [name, part] of Object.entries(cache.parts)) {
      const { count, labels, labelNames, classNames, groups, id } = source.parts[name]!
      expect(part).toMatchObject({ count, labels, labelNames, shape: [count, 6, 5, 3] })
      expect([part.classNames, part.groups]).toEqual([classNames, groups])
      expect([...part.indices]).toEqual([...Array(count).keys()])
      for (const row of [count - 1, 0, 2]) {
        expect(part.id(row)).toBe(id(row))
        const pixels = syntheticPixels(name, row, [6, 5, 3])
        expect(await part.image(row)).toEqual({ pixels, shape: [6, 5, 3] })
      }
      for (const row of [-1, count, 0.5]) await expect(part.image(row)).rejects.toThrow(RangeError)
    }
    await cache.close()
  })

  test('puts images into shared memory if they fit, all or none', async () => {
    const folder = await prepared()
    const total = 25 * 6 * 5 * 3
    const shards = async (memoryBudget: number) => {
      const { parts } = await openCache(folder, { memoryBudget })
      return Object.values(parts).flatMap(({ images }) => images.shards)
    }
    for (const shard of await shards(total))
      expect((shard as Uint8Array).buffer).toBeInstanceOf(SharedArrayBuffer)
    expect(await shards(total - 1)).toEqual([
      join(folder, 'train', 'images-00000.u8'),
      join(folder, 'test', 'images-00000.u8'),
    ])
  })

  test('refuses a folder that is not one', async () => {
    const folder = temporaryFolder()
    await expect(openCache(folder)).rejects.toThrow(`${folder}: holds no prepared data. Prepare`)
    fileOf(Buffer.from('{"format": "deepauc-cache/2"}'), 'manifest.json', folder)
    await expect(openCache(folder)).rejects.toThrow('has no "format": "deepauc-cache/1"')
  })

  test.each([
    ['train/images-00000.u8', (file: string) => truncateSync(file, 1799), /has 1799 bytes .*1800/],
    ['train/images-00000.u8', (file: string) => rmSync(file), /does not exist/],
    ['train/labels.f32', damage, /does not agree with its checksum/],
    ['test/ids.json', damage, /does not agree with its checksum/],
    ['train/groups.json', (file: string) => rmSync(file), /does not exist/],
    ['manifest.json', damage, /does not agree with its own checksum|is not JSON/],
  ])('refuses a damaged %s', async (name, harm, problem) => {
    const folder = await prepared()
    harm(join(folder, name))
    await expect(openCache(folder)).rejects.toMatchObject({
      code: 'data',
      file: join(folder, name),
      message: expect.stringMatching(problem),
    })
  })

  test('finds a changed pixel if it is told to', async () => {
    const folder = await prepared()
    damage(join(folder, 'test', 'images-00000.u8'))
    await openCache(folder)
    await expect(openCache(folder, { verify: true })).rejects.toThrow(
      `${join(folder, 'test', 'images-00000.u8')}: does not agree with its checksum`,
    )
  })

  test('a damaged manifest is refused or harmless', async () => {
    const folder = await prepared()
    const file = join(folder, 'manifest.json')
    const whole = readFileSync(file)
    const expected = JSON.parse(whole.toString())
    let refused = 0
    for (const mutant of mutants(whole, fuzzCount(2000), 1)) {
      writeFileSync(file, mutant)
      try {
        await openCache(folder, { memoryBudget: 0 })
        // Blanks and the like.
        expect(JSON.parse(Buffer.from(mutant).toString())).toEqual(expected)
      } catch (error) {
        expect(error).toBeInstanceOf(DataError)
        expect((error as DataError).file).toBe(file)
        refused++
      }
    }
    expect(refused).toBeGreaterThan(fuzzCount(1800))
  })

  test('cannot be led out of its folder, whatever the checksum says', async () => {
    const folder = await prepared()
    cpSync(join(folder, 'train'), join(folder, '..', 'train'), { recursive: true })
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
    for (const change of [
      { parts: { '../train': manifest.parts.train } },
      { parts: { train: { ...manifest.parts.train, count: 2 ** 50 } } },
      { parts: { train: { ...manifest.parts.train, files: null } } },
      { parts: { train: null } },
      { parts: 'train' },
      { shape: [2 ** 20, 2 ** 20, 3] },
      { shape: [6, 5, 0] },
      { notes: [1] },
    ]) {
      writeSigned(folder, { ...manifest, ...change })
      await expect(openCache(folder)).rejects.toThrow('does not describe a cache')
    }
  })
})

function damage(file: string): void {
  const bytes = readFileSync(file)
  bytes[bytes.length >> 1]! ^= 1
  writeFileSync(file, bytes)
}

function writeSigned(folder: string, { format, sha256: _, ...content }: Record<string, unknown>) {
  const sha256 = hashOf(JSON.stringify(content))
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ format, ...content, sha256 }))
}

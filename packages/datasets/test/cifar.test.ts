import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fuzzCount } from '../../../test/fuzz-count.ts'
import { DataError } from '../src/data-error.ts'
import { readCifar10, readCifar100 } from '../src/sources/cifar.ts'
import { temporaryFolder } from './files.ts'
import {
  copyOfFixture,
  expectedArrays,
  expectPart,
  expectSound,
  fixture,
  readOrRefuse,
} from './fixtures.ts'
import { mutants } from './mutants.ts'

const { cifar10, cifar100 } = expectedArrays

describe('CIFAR-10', () => {
  test.each([
    ['binary, in root', []],
    ['binary, as root', ['cifar-10-batches-bin']],
    ['Python, as root', ['cifar-10-batches-py']],
  ])('%s', async (_, folder) => {
    const source = await readCifar10(fixture('cifar', ...folder))
    const { train, test } = source.parts
    expect(source.name).toBe('cifar10')
    await expectPart(train, cifar10.train)
    await expectPart(test, cifar10.test)
    expect(train!.labelNames).toEqual(['class'])
    expect(train!.classNames!.slice(0, 3)).toEqual(['airplane', 'automobile', 'bird'])
    expect(train!.id(3)).toMatch(/^data_batch_2(\.bin)?, image 1$/)
    expect(source.notes).toEqual([
      'Part "train" has 10 images; as published it has 50000.',
      'Part "test" has 2 images; as published it has 10000.',
    ])
    await source.close()
  })

  test('the Python version in root, under any name, without the test batch and the names', async () => {
    const folder = copyOfFixture('cifar', 'cifar-10-batches-py')
    rmSync(join(folder, 'test_batch'))
    rmSync(join(folder, 'batches.meta'))
    const { parts, notes } = await readCifar10(folder)
    expect(Object.keys(parts)).toEqual(['train'])
    expect(parts.train!.classNames).toBeUndefined()
    await expectPart(parts.train, cifar10.train)
    expect(notes.slice(1)).toEqual([
      'There is no part "test", of 10000 images.',
      'There is no batches.meta: the classes have no names.',
    ])
  })

  test.each([
    ['a missing batch', 'data_batch_3.bin', undefined, /data_batch_3\.bin: does not exist/],
    [
      'half an image',
      'data_batch_2.bin',
      Buffer.alloc(3074),
      /ends at byte 3074, inside record 1 of 3073/,
    ],
    ['an image too many, cut', 'test_batch.bin', Buffer.alloc(9000), /inside record 2/],
    ['an empty file', 'test_batch.bin', Buffer.alloc(0), /test_batch\.bin: is empty/],
    [
      'a label out of range',
      'test_batch.bin',
      Buffer.alloc(3073 * 2, 10),
      /gives class 10 \(byte 0\)/,
    ],
    [
      'names of other classes',
      'batches.meta.txt',
      Buffer.from('a\nb'),
      /holds 2 names of classes instead of 10/,
    ],
  ])('refuses %s', async (_, name, bytes, problem) => {
    const folder = copyOfFixture('cifar', 'cifar-10-batches-bin')
    if (bytes) writeFileSync(join(folder, name), bytes)
    else rmSync(join(folder, name))
    await expect(readCifar10(folder)).rejects.toThrow(DataError)
    await expect(readCifar10(folder)).rejects.toThrow(problem)
  })

  test.each([
    ['no dictionary', '](K\x01e.', /holds no dictionary/],
    ['no labels', '}.', /holds no list "labels"/],
    ['no images', '}U\x06labels]s.', /holds no array "data"/],
    ['code', 'cposix\nsystem\n.', /asks to run "posix\.system"/],
  ])('refuses a pickle with %s', async (_, text, problem) => {
    const folder = copyOfFixture('cifar', 'cifar-10-batches-py')
    writeFileSync(join(folder, 'data_batch_1'), text, 'latin1')
    await expect(readCifar10(folder)).rejects.toThrow(problem)
  })

  test('refuses pickled images and labels that do not fit together, and names that are none', async () => {
    const folder = copyOfFixture('cifar', 'cifar-10-batches-py')
    const file = join(folder, 'data_batch_1')
    const whole = readFileSync(file)
    const damage = (change: (bytes: Buffer) => void, name = file) => {
      const bytes = Buffer.from(whole)
      change(bytes)
      writeFileSync(name, bytes)
      return readCifar10(folder)
    }
    const labels = whole.indexOf('K\x06K\x09')
    await expect(damage((bytes) => bytes.writeUInt8(10, labels + 1))).rejects.toThrow(
      /gives class 10 \(item 0 of "labels"\)/,
    )
    await expect(damage((bytes) => bytes.write('NNNN', labels))).rejects.toThrow(
      /holds "data" of 2 × 3072 for 4 labels/,
    )
    await expect(damage((bytes) => bytes.write('U\x02a', labels))).rejects.toThrow(/for 1 labels/)
    writeFileSync(file, whole)
    writeFileSync(join(folder, 'batches.meta'), '}U\x0blabel_names](NNes.')
    await expect(readCifar10(folder)).rejects.toThrow(
      /a name that is no string under "label_names"/,
    )
  })

  test('names what it looked for', async () => {
    const folder = temporaryFolder()
    await expect(readCifar10(folder)).rejects.toMatchObject({
      file: folder,
      message: expect.stringMatching(
        /holds no cifar-10-batches-bin or cifar-10-batches-py.*Unpack/,
      ),
    })
  })
})

describe('CIFAR-100', () => {
  test.each(['cifar-100-binary', 'cifar-100-python'])('%s', async (folder) => {
    const root = temporaryFolder()
    renameSync(copyOfFixture('cifar', folder), join(root, folder))
    const { name, parts } = await readCifar100(root)
    expect(name).toBe('cifar100')
    await expectPart(parts.train, cifar100.train)
    await expectPart(parts.test, cifar100.test)
    expect(parts.train!.classNames![99]).toBe('class 99')
    expect(parts.test!.id(1)).toMatch(/^test(\.bin)?, image 1$/)
    const groups = await readCifar100(root, { labels: 'coarse' })
    expect([...groups.parts.train!.labels]).toEqual(cifar100.train.coarse)
    expect([...groups.parts.test!.labels]).toEqual(cifar100.test.coarse)
    expect(groups.parts.train!.classNames!.length).toBe(20)
  })
})

test.each([
  ['binary', 'cifar-100-binary', 'train.bin'],
  ['Python', 'cifar-100-python', 'train'],
])('a damaged file is refused or read as it then is: %s', async (_, folder, name) => {
  const root = copyOfFixture('cifar', folder)
  const whole = readFileSync(join(root, name))
  let read = 0
  for (const mutant of mutants(whole, fuzzCount(2000), 4)) {
    writeFileSync(join(root, name), mutant)
    const source = await readOrRefuse(() => readCifar100(root))
    if (!source) continue
    read++
    await expectSound(source.parts.train!)
    if (name.endsWith('.bin')) expect(source.parts.train!.count * 3074).toBe(mutant.length)
  }
  expect(read).toBeGreaterThan(fuzzCount(300))
})

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fuzzCount } from '../../../test/fuzz-count.ts'
import { readStl10 } from '../src/sources/stl10.ts'
import {
  copyOfFixture,
  expectedArrays,
  expectPart,
  expectSound,
  fixture,
  readOrRefuse,
} from './fixtures.ts'
import { mutants } from './mutants.ts'

test.each([[[]], [['stl10_binary']]])(
  'reads images that stand upright, from %j',
  async (folder) => {
    const { name, parts, notes } = await readStl10(fixture('stl10', ...folder))
    expect(name).toBe('stl10')
    await expectPart(parts.train, expectedArrays.stl10.train)
    await expectPart(parts.test, expectedArrays.stl10.test)
    expect(parts.train!.classNames).toHaveLength(10)
    expect(parts.train!.id(1)).toBe('train_X.bin, image 1')
    expect(notes).toEqual([
      'Part "train" has 2 images; as published it has 5000.',
      'Part "test" has 1 images; as published it has 8000.',
    ])
  },
)

test('needs neither names nor both parts', async () => {
  const folder = copyOfFixture('stl10', 'stl10_binary')
  rmSync(join(folder, 'class_names.txt'))
  rmSync(join(folder, 'train_X.bin'))
  const { parts, notes } = await readStl10(folder)
  expect(Object.keys(parts)).toEqual(['test'])
  expect(notes[0]).toBe('There is no part "train", of 5000 images.')
  expect(notes.at(-1)).toBe('There is no class_names.txt: the classes have no names.')
})

test.each([
  [
    'half an image',
    'train_X.bin',
    Buffer.alloc(27_649),
    /ends at byte 27649, inside image 1 of 27648/,
  ],
  ['no image', 'train_X.bin', Buffer.alloc(0), /train_X\.bin: is empty/],
  ['too few labels', 'train_y.bin', Buffer.of(1), /train_y\.bin: holds 1 labels for 2 images/],
  ['too many labels', 'train_y.bin', Buffer.of(1, 2, 3), /holds 3 labels for 2 images/],
  [
    'class 0, which no image has',
    'train_y.bin',
    Buffer.of(1, 0),
    /gives class -1 \(byte 1, classes counted from 0\)/,
  ],
  ['class 11', 'test_y.bin', Buffer.of(11), /gives class 10 \(byte 0/],
  [
    'too few names',
    'class_names.txt',
    Buffer.from('cat\ndog\n'),
    /2 names of classes instead of 10/,
  ],
])('refuses %s', async (_, name, bytes, problem) => {
  const folder = copyOfFixture('stl10', 'stl10_binary')
  writeFileSync(join(folder, name), bytes)
  await expect(readStl10(folder)).rejects.toThrow(problem)
})

test('names a missing file of labels', async () => {
  const folder = copyOfFixture('stl10', 'stl10_binary')
  rmSync(join(folder, 'test_y.bin'))
  await expect(readStl10(folder)).rejects.toThrow(/test_y\.bin: does not exist\. Check the path/)
})

test.each([
  ['images', 'test_X.bin'],
  ['labels', 'test_y.bin'],
])('damaged %s are refused or read as they then are', async (_, name) => {
  const folder = copyOfFixture('stl10', 'stl10_binary')
  rmSync(join(folder, 'train_X.bin'))
  const whole = readFileSync(join(folder, name))
  let read = 0
  for (const mutant of mutants(whole, fuzzCount(2000), 5)) {
    writeFileSync(join(folder, name), mutant)
    const source = await readOrRefuse(() => readStl10(folder))
    if (!source) continue
    read++
    await expectSound(source.parts.test!)
    if (name === 'test_y.bin') expect(source.parts.test!.labels[0]).toBe(mutant[0]! - 1)
  }
  expect(read).toBeGreaterThan(fuzzCount(50))
})

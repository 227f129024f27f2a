import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readMedMnist } from '../src/sources/medmnist.ts'
import { MEDMNIST } from '../src/sources/medmnist-info.ts'
import { fileOf, temporaryFolder } from './files.ts'
import { copyOfFixture, expectedArrays, expectPart, fixture } from './fixtures.ts'

const { medmnist } = expectedArrays

async function expectParts(path: string, name: string, options = {}) {
  const source = await readMedMnist(path, options)
  expect(source.name).toBe(name)
  expect(Object.keys(source.parts)).toEqual(['train', 'validation', 'test'])
  await expectPart(source.parts.train, medmnist[name].train)
  await expectPart(source.parts.validation, medmnist[name].val)
  await expectPart(source.parts.test, medmnist[name].test)
  return source
}

describe('MedMNIST', () => {
  test('grey images of two classes, by file', async () => {
    const { parts, notes } = await expectParts(
      fixture('medmnist', 'pneumoniamnist.npz'),
      'pneumoniamnist',
    )
    expect(parts.train!.classNames).toEqual(['normal', 'pneumonia'])
    expect(parts.validation!.id(1)).toBe('pneumoniamnist.npz, val_images, image 1')
    expect(notes[1]).toBe('Part "validation" has 2 images; as published it has 524.')
  })

  test('RGB images of many classes, by folder and name', async () => {
    const { parts } = await expectParts(fixture('medmnist'), 'bloodmnist', { name: 'bloodmnist' })
    expect(parts.train!.classNames).toHaveLength(8)
  })

  test('several findings', async () => {
    const { parts } = await expectParts(fixture('medmnist', 'chestmnist.npz'), 'chestmnist')
    expect(parts.train!.labelNames).toHaveLength(14)
    expect(parts.train!.labelNames[13]).toBe('hernia')
    expect(parts.train!.classNames).toBeUndefined()
  })

  test('the only set of a folder', async () => {
    const folder = temporaryFolder()
    copyFileSync(fixture('medmnist', 'bloodmnist.npz'), join(folder, 'bloodmnist.npz'))
    await expectParts(folder, 'bloodmnist')
  })

  test.each([
    ['stored', 'pathmnist_8.npz', {}],
    ['stored, row by row', 'pathmnist_8.npz', { memoryLimit: 200 }],
    ['unpacked', 'unpacked/pathmnist_8', {}],
    ['unpacked, row by row', 'unpacked/pathmnist_8', { memoryLimit: 200 }],
    ['unpacked, by name', 'unpacked', { name: 'pathmnist_8' }],
  ])('MedMNIST+, %s', async (_, path, options) => {
    const source = await expectParts(fixture('medmnist', path), 'pathmnist_8', options)
    expect(source.parts.train!.classNames![8]).toBe('colorectal adenocarcinoma epithelium')
    await source.close()
    const again = source.parts.train!.image(0)
    if ('memoryLimit' in options) await expect(again).rejects.toThrow('closed')
  })

  test('says what to do if images are too large and compressed', async () => {
    const file = fixture('medmnist', 'bloodmnist.npz')
    await expect(readMedMnist(file, { memoryLimit: 3000 })).rejects.toThrow(
      /train_images\.npy: needs 7056 bytes.*limit of 3000\. Unpack it \(unzip bloodmnist\.npz -d bloodmnist\) and name the folder/,
    )
  })

  test('an unknown set is read without names', async () => {
    const folder = temporaryFolder()
    copyFileSync(fixture('medmnist', 'chestmnist.npz'), join(folder, 'mine.npz'))
    const { parts, notes } = await readMedMnist(folder)
    expect(parts.train!.labelNames[13]).toBe('finding 13')
    expect(notes).toEqual(['"mine" is not a set of MedMNIST: its classes have no names.'])
  })

  test.each([
    [
      'volumes',
      ['volumes', 'nodulemnist3d.npz'],
      /holds an array of 2 × 6 × 6 × 6, not grey or RGB images/,
    ],
    ['a folder of many sets', [], /holds bloodmnist\.npz, chestmnist\.npz, .*\. Name one set/],
    ['a missing file', ['none.npz'], /none\.npz: does not exist/],
  ])('refuses %s', async (_, path, problem) => {
    await expect(readMedMnist(fixture('medmnist', ...path))).rejects.toThrow(problem)
  })

  test('refuses a set that is not in the folder, and an empty folder', async () => {
    await expect(readMedMnist(fixture('medmnist'), { name: 'retinamnist' })).rejects.toThrow(
      /holds bloodmnist\.npz.*\. Put retinamnist\.npz there/,
    )
    await expect(readMedMnist(temporaryFolder())).rejects.toThrow(/holds no \.npz file/)
  })

  test('refuses labels that do not fit', async () => {
    const unpacked = copyOfFixture('medmnist', 'unpacked')
    const folder = join(unpacked, 'pathmnist_8')
    const labels = (name: string) => join(folder, `${name}_labels.npy`)
    const set = readFileSync(labels('train'))
    copyFileSync(labels('val'), labels('train'))
    await expect(readMedMnist(folder)).rejects.toThrow(
      /train_labels\.npy: holds 2 × 1 labels for 3 images/,
    )
    set.writeUInt8(9, set.length - 2)
    writeFileSync(labels('train'), set)
    await expect(readMedMnist(folder)).rejects.toThrow(
      /gives class 9 \(row 1\), but there are 9 classes/,
    )
    copyFileSync(join(folder, 'train_images.npy'), labels('train'))
    await expect(readMedMnist(folder)).rejects.toThrow(/holds 3 × 8 × 8 × 3 labels for 3 images/)
    const chest = join(temporaryFolder(), 'pneumoniamnist.npz')
    copyFileSync(fixture('medmnist', 'chestmnist.npz'), chest)
    await expect(readMedMnist(chest)).rejects.toThrow(
      /train_labels\.npy: holds 14 labels per image instead of 1/,
    )
  })

  test('refuses an archive of something else', async () => {
    const empty = Buffer.alloc(22)
    empty.write('PK\x05\x06')
    await expect(readMedMnist(fileOf(empty, 'x.npz'))).rejects.toThrow(
      /holds nothing, but no train_images/,
    )
  })

  test('knows the twelve sets of images', () => {
    expect(Object.keys(MEDMNIST)).toHaveLength(12)
    const total = Object.values(MEDMNIST).reduce(
      (sum, { counts }) => sum + counts.train + counts.validation + counts.test,
      0,
    )
    expect(total).toBe(707_962)
  })
})

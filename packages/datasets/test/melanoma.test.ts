import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DataError } from '../src/data-error.ts'
import type { ImageSource, SourcePart } from '../src/source.ts'
import { type MelanomaOptions, readMelanoma } from '../src/sources/melanoma.ts'
import { temporaryFolder } from './files.ts'
import { golden, sha256 } from './medical.ts'

const jpeg = join(import.meta.dirname, 'fixtures/melanoma/jpeg')
const tfrecords = join(import.meta.dirname, 'fixtures/melanoma/tfrecords')
const { rows, images } = golden.melanoma
const records = Object.entries(golden.melanoma.records)

/** What a source says of each image, by its name. */
async function content(source: ImageSource) {
  const all: Record<string, { part: string; label: number; patient: string; sha256: string }> = {}
  for (const [part, rows] of Object.entries(source.parts))
    for (let i = 0; i < rows.count; i++) {
      const name = /ISIC_\d{7}/.exec(rows.id(i))![0]
      const { encoded } = (await rows.image(i)) as { encoded: Uint8Array }
      all[name] = {
        part,
        label: rows.labels[i]!,
        patient: rows.groups![i]!,
        sha256: sha256(encoded),
      }
    }
  await source.close()
  return all
}

const count = (part: SourcePart | undefined, label: number) =>
  part?.labels.filter((other) => other === label).length

function copyOf(fixture: string): string {
  const root = temporaryFolder()
  cpSync(fixture, root, { recursive: true })
  return root
}

/** A copy of the table and its images, the table changed. */
function changed(change: (table: string) => string): string {
  const root = copyOf(jpeg)
  const file = join(root, 'train.csv')
  writeFileSync(file, change(readFileSync(file, 'utf8')))
  return root
}

describe('readMelanoma, from a table', () => {
  test('reads images without duplicates, no patient in two parts', async () => {
    const source = await readMelanoma(jpeg)
    const { train, validation, test } = source.parts
    expect(train?.classNames).toEqual(['benign', 'malignant'])
    // 46 images, 12 of them malignant.
    expect([train, validation, test].map((part) => count(part, 1))).toEqual([8, 1, 3])
    expect([train, validation, test].map((part) => part?.count)).toEqual([32, 5, 9])
    expect(source.notes).toEqual([
      'The table has 48 images; as published it has 33126.',
      '2 images are left out, as they show what others show.',
    ])
    const found = await content(source)
    expect(Object.keys(found).sort()).toEqual(
      rows.filter((row) => !row.duplicate).map((row) => row.image),
    )
    const parts = new Map<string, string>()
    for (const row of rows.filter((row) => !row.duplicate)) {
      const { part, label, patient, sha256 } = found[row.image]!
      expect([label, sha256]).toEqual([row.target, images[row.image]])
      expect(patient).toBe(`IP_${String(row.patient).padStart(7, '0')}`)
      expect(parts.get(patient) ?? part).toBe(part)
      parts.set(patient, part)
    }
  })

  test('keeps duplicates if asked to', async () => {
    const { parts, notes } = await readMelanoma(jpeg, { duplicates: 'keep' })
    expect(Object.values(parts).reduce((sum, part) => sum + part.count, 0)).toBe(48)
    expect(notes).toHaveLength(1)
  })

  test('splits as LibAUC does: the last three folds for testing', async () => {
    const found = await content(await readMelanoma(jpeg, { split: 'libauc' }))
    for (const row of rows.filter((row) => !row.duplicate))
      expect(found[row.image]?.part).toBe(row.fold >= 12 ? 'test' : 'train')
  })

  test('takes the duplicates from their list, and says if it has none', async () => {
    const root = changed((table) => table.replace('tfrecord', 'other'))
    const without = await readMelanoma(root)
    expect(without.notes).toContain(
      'Which images are duplicates is not known: there is no list of them, and no column tfrecord.',
    )
    const [kept, dropped] = [rows[5]!.image, rows[6]!.image]
    const list = join(root, 'ISIC_2020_Training_Duplicates.csv')
    writeFileSync(list, `image_name_1,image_name_2\n${kept},${dropped}\n`)
    const found = await content(await readMelanoma(root))
    expect(Object.keys(found)).toHaveLength(47)
    expect(found).toHaveProperty(kept)
    expect(found).not.toHaveProperty(dropped)
    await expect(readMelanoma(root, { split: 'libauc' })).rejects.toThrow(
      /holds no images in 15 folds/,
    )
  })

  test("finds the archive's names, and Kaggle's folder", async () => {
    const root = copyOf(jpeg)
    renameSync(join(root, 'train.csv'), join(root, 'ISIC_2020_Training_GroundTruth_v2.csv'))
    cpSync(join(root, 'train'), join(root, 'jpeg/train'), { recursive: true })
    rmSync(join(root, 'train'), { recursive: true })
    expect(Object.keys(await content(await readMelanoma(root)))).toHaveLength(46)
  })

  test.each<[string, (table: string) => string, RegExp]>([
    [
      'another target',
      (t) => t.replace('malignant,1,0', 'malignant,2,0'),
      /gives ISIC_0000000 a target other than 0 and 1 \(line 2\)/,
    ],
    [
      'no patient',
      (t) => t.replace('IP_0000000', ''),
      /gives no patient for ISIC_0000000 \(line 2/,
    ],
    [
      'a path for a name',
      (t) => t.replace('ISIC_0000000', '../secret'),
      /an image named "\.\.\/secret" \(line 2/,
    ],
    [
      'an image twice',
      (t) => t.replace('ISIC_0001001', 'ISIC_0001000'),
      /names the image ISIC_0001000 again \(line 4/,
    ],
    [
      'another tfrecord',
      (t) => t.replace(',0,6000', ',zero,6000'),
      /the tfrecord "zero" \(line 2\)/,
    ],
    ['no targets', (t) => t.replace('target', 'tarket'), /has no column "target"/],
  ])('refuses %s', async (_, change, problem) => {
    const reading = readMelanoma(changed(change))
    await expect(reading).rejects.toThrow(DataError)
    await expect(reading).rejects.toThrow(problem)
  })

  test('names a missing image and a folder without data', async () => {
    const root = copyOf(jpeg)
    rmSync(join(root, 'train/ISIC_0000000.jpg'))
    await expect(content(await readMelanoma(root))).rejects.toThrow(
      /ISIC_0000000\.jpg: does not exist/,
    )
    await expect(readMelanoma(temporaryFolder())).rejects.toThrow(
      /holds no train\.csv with a folder/,
    )
  })
})

describe('readMelanoma, from TFRecords', () => {
  test.each<[string, (root: string) => string]>([
    ['in the folder', (root) => root],
    [
      'in its folder tfrecords',
      (root) => {
        const above = temporaryFolder()
        cpSync(root, join(above, 'tfrecords'), { recursive: true })
        return above
      },
    ],
  ])('reads images: %s', async (_, arrange) => {
    const source = await readMelanoma(arrange(tfrecords))
    expect(source.parts.train?.id(0)).toMatch(/^train0\d-12\.tfrec, record \d+ \(ISIC_\d{7}\)$/)
    expect(source.notes).toEqual([
      'The files have 24 images; as published they have 33126 or 32692.',
    ])
    const found = await content(source)
    expect(Object.keys(found)).toHaveLength(24)
    for (const [, own] of records)
      for (const [image, sha256] of Object.entries(own)) {
        const row = rows.find((row) => row.image === image)!
        expect(found[image]).toMatchObject({
          label: row.target,
          patient: String(row.patient),
          sha256,
        })
      }
    expect(new Set(Object.values(found).map(({ part }) => part)).size).toBe(3)
  })

  test('refuses files with another number of records than their names say', async () => {
    const root = copyOf(tfrecords)
    renameSync(join(root, 'train01-12.tfrec'), join(root, 'train01-13.tfrec'))
    await expect(readMelanoma(root)).rejects.toThrow(
      /train01-13\.tfrec: holds 12 records, not as many as its name says/,
    )
  })

  test('refuses an image in two files, and damage', async () => {
    const root = copyOf(tfrecords)
    cpSync(join(root, 'train00-12.tfrec'), join(root, 'train02-12.tfrec'))
    await expect(readMelanoma(root)).rejects.toThrow(
      /train02-12\.tfrec: names the image ISIC_\d+ again \(record 0\)/,
    )
    const file = join(root, 'train01-12.tfrec')
    writeFileSync(file, readFileSync(file).fill(0, 300, 301))
    await expect(readMelanoma(root)).rejects.toThrow(
      /train01-12\.tfrec: holds data with a wrong checksum/,
    )
  })

  test("refuses LibAUC's split of other than 15 files", async () => {
    const options: MelanomaOptions = { split: 'libauc' }
    await expect(readMelanoma(tfrecords, options)).rejects.toThrow(/holds no images in 15 folds/)
  })
})

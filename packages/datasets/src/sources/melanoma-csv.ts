/** Reads SIIM-ISIC melanoma as a table and JPEG files. */
import { join } from 'node:path'
import { corrupt } from '../files/file-errors.ts'
import { isFile, readWholeFile } from '../files/whole-file.ts'
import { csvRows } from '../formats/csv-table.ts'
import { type MelanomaRow, type MelanomaRows, melanomaRows } from './melanoma-rows.ts'

const DUPLICATES = 'ISIC_2020_Training_Duplicates.csv'
const PUBLISHED = 33_126

/**
 * The rows of `table`, whose images lie in `imageFolder`. Duplicates are those that the table's column `tfrecord` marks
 * with −1, or those that the archive's list of duplicates, if it lies beside the table, gives as second of a pair.
 *
 * @throws DataError if a table is corrupt
 */
export async function readMelanomaCsv(table: string, imageFolder: string): Promise<MelanomaRows> {
  const { rows, add } = melanomaRows()
  const columns = ['image_name', 'patient_id', 'target'] as const
  for await (const { line, values } of csvRows(table, columns, ['tfrecord'])) {
    const { image_name: image, patient_id: patient, target, tfrecord } = values
    const fold = tfrecord === undefined ? undefined : Number(tfrecord)
    const wrong = tfrecord !== undefined && !/^(-1|\d+)(\.0)?$/.test(tfrecord)
    if (wrong) throw corrupt(table, `gives ${image} the tfrecord "${tfrecord}" (line ${line})`)
    const label = /^[01](\.0)?$/.test(target) ? Number(target) : Number.NaN
    add({ image, patient, label, fold }, { file: table, place: `line ${line}` })
  }
  const file = (index: number) => join(imageFolder, `${(rows[index] as MelanomaRow).image}.jpg`)
  return {
    rows,
    duplicates: await findDuplicates(rows, join(table, '..', DUPLICATES)),
    notes:
      rows.length === PUBLISHED
        ? []
        : [`The table has ${rows.length} images; as published it has ${PUBLISHED}.`],
    id: (index) => `${(rows[index] as MelanomaRow).image}.jpg`,
    read: (index) => readWholeFile(file(index)),
    close: async () => {},
  }
}

async function findDuplicates(
  rows: readonly MelanomaRow[],
  list: string,
): Promise<ReadonlySet<string> | undefined> {
  if (await isFile(list)) {
    const names = new Set<string>()
    for await (const { values } of csvRows(list, ['image_name_2'])) names.add(values.image_name_2)
    return names
  }
  if (rows[0]?.fold === undefined) return undefined
  return new Set(rows.filter(({ fold }) => fold === -1).map(({ image }) => image))
}

/** Reads SIIM-ISIC melanoma as TFRecords. */
import { basename } from 'node:path'
import { corrupt } from '../files/file-errors.ts'
import { decodeTfExample, type TfExample } from '../formats/tf-example.ts'
import { openTfRecords, type TfRecordFile } from '../formats/tfrecord.ts'
import { type MelanomaRow, type MelanomaRows, melanomaRows } from './melanoma-rows.ts'

/** As in `train00-2182.tfrec`: the number of the file, and of its records. */
export const MELANOMA_TFRECORD: RegExp = /^train(\d+)-(\d+)\.tfrec$/

/** With and without duplicates. */
const PUBLISHED = [33_126, 32_692]

/**
 * The records of `files`, whose names are like {@link MELANOMA_TFRECORD}. All are read once, for their labels.
 *
 * @throws DataError if a file is corrupt, or has not as many records as its name says
 */
export async function readMelanomaTfRecords(files: readonly string[]): Promise<MelanomaRows> {
  const places: Place[] = []
  const open: Place['records'][] = []
  const close = async () => {
    await Promise.all(open.map((records) => records.close()))
  }
  const { rows, add } = melanomaRows()
  try {
    for (const file of files) {
      const records = await openTfRecords(file)
      open.push(records)
      const fold = checkCount(file, records.count)
      for (let record = 0; record < records.count; record++) {
        const place = { records, record, file }
        const row = toRow(await readExample(place), place)
        add({ ...row, fold }, { file, place: `record ${record}` })
        places.push(place)
      }
    }
  } catch (cause) {
    await close()
    throw cause
  }
  const at = (index: number) => places[index] as Place
  return {
    rows,
    // Who made the files left duplicates out.
    duplicates: new Set(),
    notes: PUBLISHED.includes(rows.length)
      ? []
      : [`The files have ${rows.length} images; as published they have ${PUBLISHED.join(' or ')}.`],
    id: (index) => `${placeName(at(index))} (${(rows[index] as MelanomaRow).image})`,
    read: async (index) => (await readExample(at(index))).bytes('image'),
    close,
  }
}

interface Place {
  readonly records: TfRecordFile
  readonly record: number
  readonly file: string
}

async function readExample({ records, record, file }: Place): Promise<TfExample> {
  return decodeTfExample(await records.record(record), { file, record })
}

function placeName({ file, record }: Place): string {
  return `${basename(file)}, record ${record}`
}

function toRow(example: TfExample, { file, record }: Place): MelanomaRow {
  // Its absence is told now rather than in the middle of a run.
  if (example.bytes('image').length === 0)
    throw corrupt(file, `has an empty image in record ${record}`)
  return {
    image: Buffer.from(example.bytes('image_name')).toString('utf8'),
    patient: String(example.integer('patient_id')),
    label: example.integer('target'),
  }
}

/** The number of the file. */
function checkCount(file: string, count: number): number {
  const [, fold, expected] = MELANOMA_TFRECORD.exec(basename(file)) ?? []
  if (Number(expected) === count) return Number(fold)
  throw corrupt(file, `holds ${count} records, not as many as its name says`)
}

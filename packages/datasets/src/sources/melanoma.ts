/** Reads SIIM-ISIC melanoma: photographs of moles, few of them malignant. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { patientSplit } from '../builders/patient-split.ts'
import { DataError } from '../data-error.ts'
import { byCodePoint } from '../files/by-code-point.ts'
import { isFile } from '../files/whole-file.ts'
import type { ImageSource, SourcePart } from '../source.ts'
import { encodedPart } from './encoded-part.ts'
import { readMelanomaCsv } from './melanoma-csv.ts'
import type { MelanomaRow, MelanomaRows } from './melanoma-rows.ts'
import { MELANOMA_TFRECORD, readMelanomaTfRecords } from './melanoma-tfrecords.ts'

/** Options of {@link readMelanoma}. */
export interface MelanomaOptions {
  /** Whether images that show what another shows are left out; default `'drop'`. The paper's Table 3 keeps them. */
  readonly duplicates?: 'drop' | 'keep'
  /**
   * `'patients'` (default): `train`, `validation` and `test` with 70, 10 and 20 % of the rows and of the malignant ones,
   * as closely as whole patients allow. `'libauc'`: `train` and `test`, the last 3 of the 15 TFRecord files.
   */
  readonly split?: 'patients' | 'libauc'
  /** Of the split by patients; default 0. */
  readonly seed?: number
}

const TABLES = [
  'train.csv',
  'ISIC_2020_Training_GroundTruth_v2.csv',
  'ISIC_2020_Training_GroundTruth.csv',
]
const FOLDS = 15
const FIRST_TEST_FOLD = 12
const SHARES = { train: 0.7, validation: 0.1, test: 0.2 }

/**
 * SIIM-ISIC melanoma from `root`: a table (train.csv or the archive's ground truth) and JPEG files in `jpeg/train` or
 * `train`; or else TFRecords (`train00-2182.tfrec` …) in `tfrecords` or `root`. The unlabelled test images are not used.
 *
 * @throws RangeError if a part would get no malignant or no benign image
 * @throws DataError if neither form is there, a file is corrupt, or there are no 15 folds for LibAUC's split
 */
export async function readMelanoma(
  root: string,
  { duplicates = 'drop', split = 'patients', seed = 0 }: MelanomaOptions = {},
): Promise<ImageSource> {
  const source = await openRows(root)
  try {
    const dropped = duplicates === 'drop' ? source.duplicates : undefined
    const kept = [...source.rows.entries()].filter(([, { image }]) => !dropped?.has(image))
    const rows = kept.map(([, row]) => row)
    const parts = split === 'libauc' ? splitFolds(rows, root) : splitPatients(rows, seed)
    return {
      name: 'melanoma',
      parts: Object.fromEntries(
        Object.entries(parts).map(([name, indices]) => [
          name,
          melanomaPart(
            source,
            Int32Array.from(indices, (i) => kept[i]?.[0] ?? 0),
          ),
        ]),
      ),
      notes: [...source.notes, ...duplicateNotes(source, kept.length)],
      close: source.close,
    }
  } catch (cause) {
    await source.close()
    throw cause
  }
}

async function openRows(root: string): Promise<MelanomaRows> {
  const table = await firstOf(
    TABLES.map((name) => join(root, name)),
    isFile,
  )
  const images = await firstOf([join(root, 'jpeg', 'train'), join(root, 'train')], isFolder)
  if (table && images) return readMelanomaCsv(table, images)
  for (const folder of [join(root, 'tfrecords'), root]) {
    const names = await readdir(folder).catch(() => [])
    const files = names.filter((name) => MELANOMA_TFRECORD.test(name)).sort(byCodePoint)
    if (files.length > 0) return readMelanomaTfRecords(files.map((name) => join(folder, name)))
  }
  throw new DataError(
    'holds no train.csv with a folder train, nor train00-2182.tfrec and the like',
    {
      file: root,
      remedy: 'Unpack the archive there, or name the folder that holds these',
    },
  )
}

async function firstOf(
  paths: readonly string[],
  is: (path: string) => Promise<boolean>,
): Promise<string | undefined> {
  for (const path of paths) if (await is(path)) return path
  return undefined
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

type Split = Readonly<Record<string, ArrayLike<number>>>

function splitPatients(rows: readonly MelanomaRow[], seed: number): Split {
  const groups = rows.map(({ patient }) => patient)
  const labels = rows.map(({ label }) => label)
  const parts = patientSplit(groups, { shares: Object.values(SHARES), seed, labels })
  return Object.fromEntries(Object.keys(SHARES).map((name, i) => [name, parts[i] ?? []]))
}

function splitFolds(rows: readonly MelanomaRow[], root: string): Split {
  const folds = new Set(rows.map(({ fold }) => fold).filter((fold) => fold !== -1))
  if (folds.size !== FOLDS || folds.has(undefined))
    throw new DataError(`holds no images in ${FOLDS} folds, which LibAUC's split needs`, {
      file: root,
      remedy: 'Use the 256 × 256 files with the column tfrecord, or split by patients',
    })
  const where = (isTest: boolean) =>
    [...rows.keys()].filter((i) => Number(rows[i]?.fold) >= FIRST_TEST_FOLD === isTest)
  return { train: where(false), test: where(true) }
}

function melanomaPart({ rows, id, read }: MelanomaRows, indices: Int32Array): SourcePart {
  const at = (index: number) => indices[index] as number
  const own = Array.from(indices, (index) => rows[index] as MelanomaRow)
  const part = encodedPart({
    labels: Float32Array.from(own, ({ label }) => label),
    classNames: ['benign', 'malignant'],
    id: (index) => id(at(index)),
    read: (index) => read(at(index)),
  })
  return { ...part, groups: own.map(({ patient }) => patient) }
}

function duplicateNotes({ rows, duplicates }: MelanomaRows, kept: number): string[] {
  if (!duplicates)
    return [
      'Which images are duplicates is not known: there is no list of them, and no column tfrecord.',
    ]
  if (kept === rows.length) return []
  return [`${rows.length - kept} images are left out, as they show what others show.`]
}

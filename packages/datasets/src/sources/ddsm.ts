/** Reads DDSM+: E. Scuccimarra's patches of mammograms from DDSM and CBIS-DDSM. */

import { DataError } from '../data-error.ts'
import type { ImageSource, SourcePart } from '../source.ts'
import { countNotes } from './count-notes.ts'
import { type DdsmRows, openDdsmArrays, openDdsmRecords } from './ddsm-rows.ts'

/** Options of {@link readDdsm}. */
export interface DdsmOptions {
  /** 2 (default): negative or abnormal, as in the paper; 5: abnormal ones by what they are. */
  readonly classes?: 2 | 5
}

const CLASS_NAMES = {
  2: ['negative', 'abnormal'],
  5: [
    'negative',
    'benign calcification',
    'benign mass',
    'malignant calcification',
    'malignant mass',
  ],
} as const

/**
 * DDSM+ from `root`: `train` from `training10_0` to `training10_4`, `test` from cv10 and test10 together, as one holds
 * only calcifications and the other only masses. 299 × 299 grey. The records are read once, for their labels.
 *
 * @throws DataError if there is none of these, or a file is missing or corrupt
 * @throws RangeError from `image`, if there is no such row
 */
export async function readDdsm(
  root: string,
  { classes = 2 }: DdsmOptions = {},
): Promise<ImageSource> {
  const found: Record<string, DdsmRows> = {}
  const close = async () => {
    await Promise.all(Object.values(found).map((rows) => rows.close()))
  }
  try {
    const train = await openDdsmRecords(root)
    if (train) found.train = train
    const test = await openDdsmArrays(root)
    if (test) found.test = test
  } catch (cause) {
    await close()
    throw cause
  }
  if (Object.keys(found).length === 0)
    throw new DataError('holds no training10_0.tfrecords, nor cv10_data.npy, nor their folders', {
      file: root,
      remedy: 'Unpack the archive there, or name the folder that holds these',
    })
  const parts = Object.fromEntries(
    Object.entries(found).map(([name, rows]) => [name, ddsmPart(rows, classes)]),
  )
  const notes = countNotes(parts, { train: 55_890, test: 15_364 })
  return { name: 'ddsm', parts, notes, close }
}

function ddsmPart({ labels, id, pixels }: DdsmRows, classes: 2 | 5): SourcePart {
  return {
    count: labels.length,
    labelNames: ['class'],
    labels: Float32Array.from(labels, (label) => (classes === 2 ? Math.min(label, 1) : label)),
    classNames: CLASS_NAMES[classes],
    id,
    async image(index) {
      if (!(Number.isInteger(index) && index >= 0 && index < labels.length))
        throw new RangeError(`there is no row ${index} in a part of ${labels.length}`)
      return { pixels: await pixels(index), shape: [299, 299, 1] }
    },
  }
}

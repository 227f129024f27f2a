/** Reads CheXpert: chest X-rays, each with 14 findings. */
import { join } from 'node:path'
import { patientSplit } from '../builders/patient-split.ts'
import { DataError } from '../data-error.ts'
import { corrupt } from '../files/file-errors.ts'
import { findFolder } from '../files/find-folder.ts'
import { readWholeFile } from '../files/whole-file.ts'
import { csvRows } from '../formats/csv-table.ts'
import type { ImageSource, SourcePart } from '../source.ts'
import {
  CHEXPERT_COMPETITION,
  CHEXPERT_FINDINGS,
  type ChexpertFinding,
  chexpertLabel,
  PAPER_POLICY,
  type UncertainPolicy,
} from './chexpert-findings.ts'
import { encodedPart } from './encoded-part.ts'

/** Options of {@link readChexpert}. */
export interface ChexpertOptions {
  /** Default: the five of the competition. */
  readonly labels?: readonly ChexpertFinding[]
  /** Leave lateral views out, as the AUC papers do; default true. */
  readonly frontalOnly?: boolean
  /** Default: U-ones for Edema and Atelectasis, U-zeros for the others, as in the AUC papers. */
  readonly uncertain?: UncertainPolicy
  /** The share of train.csv's patients that become the part `validation`; default 0.1. */
  readonly validationFraction?: number
  /** Of the choice of those patients; default 0. */
  readonly seed?: number
}

const FOLDERS = ['CheXpert-v1.0-small', 'CheXpert-v1.0']
const PUBLISHED_ROWS = { train: 223_414, valid: 234 }

/**
 * CheXpert from `CheXpert-v1.0-small`, in `root` or `root` itself: `train` and `validation` from train.csv, without a
 * common patient, `test` from valid.csv (the official test set was never published). Images are looked for when read.
 *
 * @throws RangeError if an option is out of range
 * @throws DataError if there is no such folder, or a table is corrupt
 * @see Irvin et al., AAAI 2019
 */
export async function readChexpert(
  root: string,
  options: ChexpertOptions = {},
): Promise<ImageSource> {
  const { labels = CHEXPERT_COMPETITION, validationFraction = 0.1, seed = 0 } = options
  checkLabels(labels)
  const known = FOLDERS.map((folder) => ({ folder, files: ['train.csv'] }))
  const { directory } = await findFolder(root, known)
  const train = await readTable(directory, 'train', options)
  const valid = await readTable(directory, 'valid', options)
  const part = (rows: readonly Row[]) => chexpertPart(directory, rows, labels)
  const [fit = [], held = []] = splitPatients(train.rows, validationFraction, seed)
  return {
    name: 'chexpert',
    parts: {
      train: part(fit),
      ...(held.length > 0 && { validation: part(held) }),
      test: part(valid.rows),
    },
    notes: [...train.notes, ...valid.notes],
    close: async () => {},
  }
}

interface Row {
  /** As in the table, and without the folder of the publisher. */
  readonly given: string
  readonly path: string
  readonly patient: string
  readonly place: string
  readonly labels: readonly number[]
}

function checkLabels(labels: readonly string[]): void {
  const unknown = labels.find((label) => !(CHEXPERT_FINDINGS as readonly string[]).includes(label))
  if (unknown !== undefined)
    throw new RangeError(`no finding is "${unknown}"; there are ${CHEXPERT_FINDINGS.join(', ')}`)
  if (labels.length === 0 || new Set(labels).size < labels.length)
    throw new RangeError('labels must name at least one finding, and none twice')
}

async function readTable(
  directory: string,
  table: 'train' | 'valid',
  { labels = CHEXPERT_COMPETITION, frontalOnly = true, uncertain = PAPER_POLICY }: ChexpertOptions,
): Promise<{ rows: Row[]; notes: string[] }> {
  const name = `${table}.csv`
  const file = join(directory, name)
  const [rows, seen] = [[] as Row[], new Set<string>()]
  for await (const { line, values } of csvRows(file, ['Path', 'Frontal/Lateral', ...labels])) {
    const { path, patient } = parsePath(values.Path, table, line, file)
    if (seen.has(path)) throw corrupt(file, `names ${path} again (line ${line})`)
    seen.add(path)
    if (isLateral(values['Frontal/Lateral'], line, file) && frontalOnly) continue
    const row = labels.map((label) => {
      const value = chexpertLabel(values[label], label, uncertain)
      if (value !== undefined) return value
      throw corrupt(file, `gives ${label} as "${values[label]}" (line ${line})`)
    })
    rows.push({ given: values.Path, path, patient, place: `${name}, line ${line}`, labels: row })
  }
  if (rows.length === 0) throw corrupt(file, 'holds no frontal view')
  const published = PUBLISHED_ROWS[table]
  const notes = [`${name} has ${seen.size} rows; as published it has ${published}.`]
  return { rows, notes: seen.size === published ? [] : notes }
}

/** Only paths of this form, so that a table cannot name files elsewhere. */
function parsePath(
  given: string,
  table: string,
  line: number,
  file: string,
): { path: string; patient: string } {
  const match =
    /^(?:CheXpert-v1\.0(?:-small)?\/)?((train|valid)\/(patient\d+)\/study\d+\/view\d+_(?:frontal|lateral)\.jpg)$/.exec(
      given,
    )
  const [, path = '', part, patient = ''] = match ?? []
  if (part === table) return { path, patient }
  throw corrupt(
    file,
    `gives the path "${given}" (line ${line}), not ${table}/patient…/study…/view….jpg`,
  )
}

function isLateral(view: string, line: number, file: string): boolean {
  if (view === 'Frontal' || view === 'Lateral') return view === 'Lateral'
  throw corrupt(file, `gives the view as "${view}" (line ${line}), not Frontal or Lateral`)
}

function splitPatients(rows: readonly Row[], validationFraction: number, seed: number): Row[][] {
  const groups = rows.map(({ patient }) => patient)
  const shares = [1 - validationFraction, validationFraction]
  const parts = patientSplit(groups, { shares, seed })
  return parts.map((part) => Array.from(part, (row) => rows[row] as Row))
}

function chexpertPart(
  directory: string,
  rows: readonly Row[],
  labelNames: readonly string[],
): SourcePart {
  const part = encodedPart({
    labels: new Float32Array(rows.length),
    id: (index) => (rows[index] as Row).path,
    read: (index) => readView(directory, rows[index] as Row),
  })
  return {
    ...part,
    labelNames,
    labels: Float32Array.from(rows.flatMap(({ labels }) => labels)),
    groups: rows.map(({ patient }) => patient),
  }
}

/** Beside the table, or below it in the folder that the table names. */
async function readView(directory: string, { path, given, place }: Row): Promise<Uint8Array> {
  const file = join(directory, path)
  try {
    return await readWholeFile(file).catch((cause: unknown) => {
      if (isMissing(cause) && given !== path) return readWholeFile(join(directory, given))
      throw cause
    })
  } catch (cause) {
    if (!isMissing(cause)) throw cause
    throw new DataError(`does not exist, but is named in ${place}`, {
      file,
      remedy: 'Unpack the archive again, train and valid beside the tables',
      cause,
    })
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof DataError && (error.cause as NodeJS.ErrnoException)?.code === 'ENOENT'
}

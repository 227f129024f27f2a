/** Reads ImageNet-LT: ImageNet's own folders, and the public lists of which images it takes from them. */
import { readdir } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { DataError } from '../data-error.ts'
import { corrupt } from '../files/file-errors.ts'
import { isFile, readWholeFile } from '../files/whole-file.ts'
import type { ImageSource, SourcePart } from '../source.ts'
import { encodedPart } from './encoded-part.ts'

const LISTS = [
  ['train', 'ImageNet_LT_train.txt'],
  ['validation', 'ImageNet_LT_val.txt'],
  ['test', 'ImageNet_LT_test.txt'],
] as const

/** WordNet's number of the class, the folder of its images. */
const WORDNET = /(?:^|\/)(n\d{8})\//
const SHOWN = 3

/**
 * The parts whose lists lie in `listDirectory`: `ImageNet_LT_train.txt`, `ImageNet_LT_val.txt`, `ImageNet_LT_test.txt`,
 * of lines `train/n01440764/n01440764_190.JPEG 0`. Classes are named by WordNet's numbers.
 *
 * @param imageRoot the folder that holds ImageNet's `train` and `val`, each with one folder per class
 * @throws DataError if there is no list, a line is wrong or leaves `imageRoot`, or images are missing
 * @see Liu et al., Large-Scale Long-Tailed Recognition in an Open World, CVPR 2019
 */
export async function readImageNetLt(
  imageRoot: string,
  listDirectory: string = imageRoot,
): Promise<ImageSource> {
  const lists: List[] = []
  const notes: string[] = []
  for (const [part, name] of LISTS) {
    const file = join(listDirectory, name)
    if (await isFile(file)) lists.push(await readList(part, file))
    else notes.push(`${name} was not found.`)
  }
  if (lists.length === 0)
    throw new DataError(`holds none of ${LISTS.map(([, name]) => name).join(', ')}`, {
      file: listDirectory,
      remedy: 'Get the lists from the authors of ImageNet-LT, and name their folder',
    })
  const classNames = classNamesOf(lists)
  const namesIn = folderReader(imageRoot)
  for (const list of lists) await checkPresent(list, imageRoot, namesIn)
  const parts = lists.map((list) => [list.part, partOf(list, imageRoot, classNames)] as const)
  return {
    name: 'imagenet-lt',
    parts: Object.fromEntries(parts),
    notes,
    close: async () => {},
  }
}

interface List {
  readonly part: string
  readonly file: string
  readonly rows: readonly Row[]
}

interface Row {
  readonly path: string
  readonly label: number
  /** Where it stands in the list. */
  readonly place: string
}

async function readList(part: string, file: string): Promise<List> {
  const lines = (await readWholeFile(file)).toString('utf8').split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  if (lines.length === 0) throw corrupt(file, 'is empty')
  return { part, file, rows: lines.map((line, i) => parseLine(line, `${file}:${i + 1}`)) }
}

function parseLine(line: string, place: string): Row {
  const [, path, digits] = /^(\S.*) (\d{1,4})$/.exec(line) ?? []
  if (path === undefined)
    throw corrupt(place, `is not a path and a class number: ${JSON.stringify(line.slice(0, 80))}`)
  const hostile = posix.isAbsolute(path) || /^[a-z]:|\\|\0/i.test(path)
  if (hostile || path.split('/').includes('..'))
    throw corrupt(place, `names a path that leaves the folder of images: ${JSON.stringify(path)}`)
  return { path, label: Number(digits), place }
}

/** The WordNet number of each class; undefined where the paths do not tell one for every class. */
function classNamesOf(lists: readonly List[]): readonly string[] | undefined {
  const names: string[] = []
  for (const { path, label, place } of lists.flatMap(({ rows }) => rows)) {
    const name = WORDNET.exec(path)?.[1]
    if (!name) return undefined
    const before = names[label] ?? name
    if (before !== name)
      throw corrupt(place, `gives class ${label} to ${name}, before to ${before}`)
    names[label] = name
  }
  return names.length === Object.keys(names).length ? names : undefined
}

type NamesIn = (folder: string) => Promise<ReadonlySet<string>>

/** Lists each folder once: to look at every one of 185,846 files takes minutes on a network drive. */
function folderReader(root: string): NamesIn {
  const known = new Map<string, Promise<ReadonlySet<string>>>()
  return (folder) => {
    const names =
      known.get(folder) ??
      readdir(join(root, folder)).then(
        (found) => new Set(found),
        () => new Set<string>(),
      )
    known.set(folder, names)
    return names
  }
}

async function checkPresent(
  { file, rows }: List,
  imageRoot: string,
  namesIn: NamesIn,
): Promise<void> {
  const missing: string[] = []
  for (const { path } of rows)
    if (!(await namesIn(dirname(path))).has(posix.basename(path))) missing.push(path)
  if (missing.length === 0) return
  const shown = missing.slice(0, SHOWN).join(', ') + (missing.length > SHOWN ? ', …' : '')
  throw new DataError(
    `lacks ${missing.length} of the ${rows.length} images that ${file} names: ${shown}`,
    {
      file: imageRoot,
      remedy: 'Name the folder that holds train and val, both with one folder of images per class',
    },
  )
}

function partOf(
  { rows }: List,
  imageRoot: string,
  classNames: readonly string[] | undefined,
): SourcePart {
  const place = (index: number) => join(imageRoot, rows[index]?.path as string)
  return encodedPart({
    labels: Float32Array.from(rows, ({ label }) => label),
    classNames,
    id: place,
    read: (index) => readWholeFile(place(index)),
  })
}

/** Reads folders of images, one folder per class. */
import { join } from 'node:path'
import { DataError } from '../data-error.ts'
import { byCodePoint } from '../files/by-code-point.ts'
import { type FoundFiles, walkFiles } from '../files/walk-files.ts'
import { readWholeFile } from '../files/whole-file.ts'
import type { ImageSource, SourcePart } from '../source.ts'
import { encodedPart } from './encoded-part.ts'
import { noteOf } from './notes.ts'

/** The extensions of torchvision's ImageFolder. */
const IMAGE = /\.(jpe?g|png|ppm|bmp|pgm|tiff?|webp)$/i

const PART_FOLDERS: readonly (readonly [part: string, folders: readonly string[]])[] = [
  ['train', ['train']],
  ['validation', ['validation', 'valid', 'val']],
  ['test', ['test']],
]

/**
 * The images below `root`: `CLASS/any/depth.jpg` as one part, `train`; or, if there are a folder `train` and one of
 * `val`, `valid`, `validation` or `test`, `PART/CLASS/any/depth.jpg`. Classes are the folder names of all parts in
 * code-point order, as in torchvision.
 *
 * @throws DataError if a class folder holds no image, or a link leaves the root
 */
export async function readImageFolder(root: string): Promise<ImageSource> {
  const found = await walkFiles(root)
  const prefixes = partPrefixes(found.folders)
  const rows = rowsOf(found, prefixes)
  checkClassFolders(found.folders, prefixes, rows, root)
  const classNames = [...new Set(rows.map(({ className }) => className))].sort(byCodePoint)
  const parts = [...prefixes.keys()].map((part) => {
    const own = rows.filter((row) => row.part === part)
    return [part, partOf(root, own, classNames)] as const
  })
  return {
    name: 'image-folder',
    parts: Object.fromEntries(parts),
    notes: [...leftOut(found, rows), ...absentClasses(rows, [...prefixes.keys()], classNames)],
    close: async () => {},
  }
}

interface Row {
  readonly part: string
  readonly className: string
  readonly path: string
}

/** The folder of each part, `''` or ending in `/`. */
function partPrefixes(folders: readonly string[]): ReadonlyMap<string, string> {
  const prefixes = new Map<string, string>()
  for (const [part, names] of PART_FOLDERS) {
    const name = names.find((candidate) => folders.includes(candidate))
    if (name) prefixes.set(part, `${name}/`)
  }
  return prefixes.has('train') && prefixes.size > 1 ? prefixes : new Map([['train', '']])
}

function rowsOf({ files }: FoundFiles, prefixes: ReadonlyMap<string, string>): readonly Row[] {
  const images = files.filter(({ path, size }) => size > 0 && IMAGE.test(path))
  return images.flatMap(({ path }) => {
    for (const [part, prefix] of prefixes) {
      const [className, ...rest] = path.slice(prefix.length).split('/')
      if (path.startsWith(prefix) && className && rest.length > 0)
        return [{ part, className, path }]
    }
    return []
  })
}

function partOf(root: string, rows: readonly Row[], classNames: readonly string[]): SourcePart {
  const indices = new Map(classNames.map((name, index) => [name, index]))
  const place = (index: number) => join(root, rows[index]?.path as string)
  return encodedPart({
    labels: Float32Array.from(rows, ({ className }) => indices.get(className) as number),
    classNames,
    id: place,
    read: (index) => readWholeFile(place(index)),
  })
}

function checkClassFolders(
  folders: readonly string[],
  prefixes: ReadonlyMap<string, string>,
  rows: readonly Row[],
  root: string,
): void {
  const filled = new Set(rows.map(({ part, className }) => prefixes.get(part) + className))
  const isClass = (path: string) =>
    [...prefixes.values()].some(
      (prefix) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'),
    )
  const classes = folders.filter((path) => isClass(path))
  const empty = classes.find((path) => !filled.has(path))
  if (empty !== undefined || classes.length === 0)
    throw new DataError(`holds no image${empty === undefined ? ' in any class folder' : ''}`, {
      file: join(root, empty ?? ''),
      remedy:
        'Name the folder that holds one folder of images per class; remove those without images',
    })
}

function leftOut({ files, hidden }: FoundFiles, rows: readonly Row[]): readonly string[] {
  const used = new Set(rows.map(({ path }) => path))
  const unused = files.filter(({ path }) => !used.has(path))
  const named = (keep: (path: string, size: number) => boolean) =>
    unused.filter(({ path, size }) => keep(path, size)).map(({ path }) => path)
  return [
    ...noteOf(hidden, 'hidden file was left out', 'hidden files were left out'),
    ...noteOf(
      named((path, size) => IMAGE.test(path) && size === 0),
      'image holds no bytes and was left out',
      'images hold no bytes and were left out',
    ),
    ...noteOf(
      named((path, size) => IMAGE.test(path) && size > 0),
      'image lies outside the class folders and was left out',
      'images lie outside the class folders and were left out',
    ),
    ...noteOf(
      named((path) => !IMAGE.test(path)),
      'file is no image by its extension and was left out',
      'files are no images by their extension and were left out',
    ),
  ]
}

function absentClasses(
  rows: readonly Row[],
  parts: readonly string[],
  classNames: readonly string[],
): readonly string[] {
  const there = new Set(rows.map(({ part, className }) => `${part}/${className}`))
  const absent = parts.flatMap((part) =>
    classNames.map((name) => `${part}/${name}`).filter((place) => !there.has(place)),
  )
  return noteOf(absent, 'class folder is absent', 'class folders are absent')
}

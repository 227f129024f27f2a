/** From the data of a recipe to the three parts of a task. */
import {
  binarize,
  binarizeHalves,
  type Cache,
  type CachedPart,
  type ClassedRows,
  DataError,
  type ImageSource,
  imageSet,
  imbalance,
  type LoadableRows,
  openCache,
  openSource,
  patientSplit,
  type SourcePart,
  selectRows,
  stratifiedSplit,
} from '@deepauc/datasets'
import { sampleDataDirectory } from '@deepauc/sample-data'
import type { DataRecipe } from './recipe/recipe.ts'

/** The data of a recipe, opened: three parts whose images are read when asked for. */
export interface Task {
  /** In a few words, as a title needs it. */
  readonly description: string
  /** Names of what is predicted; one if rows are positive or negative. */
  readonly labelNames: readonly string[]
  readonly train: LoadableRows
  readonly validation: LoadableRows
  readonly test: LoadableRows
  /** Closes files. */
  close(): Promise<void>
}

/**
 * Reads the files, sets validation rows aside, and removes positives from the other training rows until they are a share
 * `imratio`. Validation and test keep their classes as they are: the AUC does not depend on their shares.
 *
 * @throws DataError if a file is missing or corrupt, a class or a part has no image, or images have to be prepared first
 * @throws RangeError if a class or a finding is unknown or `imratio` cannot be reached
 */
export async function openTask(data: DataRecipe, seed: number): Promise<Task> {
  const source = await open(data)
  try {
    const { train: training, validation, test } = source.parts
    if (!training) throw missing(source, 'training')
    const all = await rowsOf(training, data)
    const split =
      data.validation === 'source'
        ? {
            train: all,
            validation: await rowsOf(validation ?? missing(source, 'validation'), data),
          }
        : holdOut(all, training, { ...data.validation, seed })
    // What is called validation is the test part of sources without another, CheXpert for one.
    const last = test ?? (data.validation === 'source' ? undefined : validation)
    return {
      description: describe(data),
      labelNames: data.findings ?? ['positive'],
      train: thin(split.train, data.imratio, seed),
      validation: split.validation,
      test: await rowsOf(last ?? missing(source, 'test'), data),
      close: source.close,
    }
  } catch (error) {
    await source.close()
    throw error
  }
}

async function open({
  source,
  root,
  prepared,
  options = {},
}: DataRecipe): Promise<ImageSource | Cache> {
  if (prepared !== undefined) return openCache(prepared)
  if (source === 'sample') return openSource('fashion-mnist', sampleDataDirectory)
  if (root === undefined)
    throw new RangeError(`${source} needs data.root, the folder with its files, or data.prepared`)
  const texts = Object.entries(options).map(([name, value]) => [name, String(value)])
  return openSource(source, root, Object.fromEntries(texts))
}

type Rows = LoadableRows & Pick<SourcePart, 'groups'>

/** The rows of a part with the labels that are learned. @throws what is thrown in place of a part */
async function rowsOf(part: SourcePart | DataError, data: DataRecipe): Promise<Rows> {
  if (part instanceof Error) throw part
  const images = isCached(part) ? part : await inMemory(part, data)
  if (data.findings) return { ...chooseFindings(images, part, data.findings), ...groupsOf(part) }
  const { binarize: choice } = data
  const rows =
    choice === 'halves' || choice === undefined ? binarizeHalves(images) : binarize(images, choice)
  return { ...rows, ...groupsOf(part, rows.indices) }
}

function isCached(part: SourcePart): part is CachedPart {
  return 'images' in part
}

async function inMemory(
  part: SourcePart,
  { source, size, findings }: DataRecipe,
): Promise<ClassedRows> {
  if (size === undefined && findings === undefined) return imageSet(part)
  const resized = size === undefined ? '' : ` --size ${size}`
  throw new DataError('these images have to be decoded once before training', {
    remedy: `Run \`npx deepauc data prepare ${source} --root DIR --out PREPARED${resized}\` and give data.prepared in place of data.root`,
  })
}

function groupsOf({ groups }: SourcePart, rows?: Int32Array): Pick<Rows, 'groups'> {
  if (!groups) return {}
  return { groups: rows ? Array.from(rows, (row) => groups[row] as string) : groups }
}

function chooseFindings(
  rows: ClassedRows,
  { labelNames, labels, count }: SourcePart,
  findings: readonly string[],
): LoadableRows {
  const columns = findings.map((finding) => {
    const column = labelNames.findIndex((name) => name.toLowerCase() === finding.toLowerCase())
    if (column >= 0) return column
    throw new RangeError(`there is no finding "${finding}"; they are ${labelNames.join(', ')}`)
  })
  const width = labelNames.length
  const chosen = Float32Array.from(
    { length: count * columns.length },
    (_, i) =>
      labels[
        Math.floor(i / columns.length) * width + (columns[i % columns.length] as number)
      ] as number,
  )
  const indices = rows.indices ?? Int32Array.from({ length: count }, (_, row) => row)
  return { images: rows.images, shape: rows.shape, labels: chosen, indices }
}

function holdOut(
  rows: Rows,
  { id }: SourcePart,
  { fraction, by, seed }: { fraction: number; by: 'image' | 'patient'; seed: number },
): { train: LoadableRows; validation: LoadableRows } {
  const { shape, labels, groups } = rows
  const isBinary = labels.length === shape[0]
  if (by === 'image') {
    const split = stratifiedSplit(strata(rows), { fraction, seed })
    return { train: selectRows(rows, split.train), validation: selectRows(rows, split.validation) }
  }
  if (!groups)
    throw new DataError(`${id(0)}: this source does not tell which images are of one patient`, {
      remedy: 'Set data.validation.by to image',
    })
  const shares = [1 - fraction, fraction]
  const parts = patientSplit(groups, { shares, seed, ...(isBinary && { labels }) })
  const [train, validation] = parts.map((chosen) => selectRows(rows, chosen))
  return { train: train as LoadableRows, validation: validation as LoadableRows }
}

/** What a part of the rows keeps the shares of. Of several findings, no class can keep its share: only the rows count. */
export function strata({ labels, shape: [n] }: LoadableRows): ArrayLike<number> {
  return labels.length === n ? labels : new Uint8Array(n)
}

function thin(rows: LoadableRows, imratio: DataRecipe['imratio'], seed: number): LoadableRows {
  return imratio === 'as-is' ? rows : selectRows(rows, imbalance(rows.labels, { imratio, seed }))
}

function missing({ name }: ImageSource, part: string): DataError {
  return new DataError(`${name} has no ${part} part among the files that were found`, {
    remedy: 'Get the missing files, or another data.validation',
  })
}

function describe({ source, binarize: choice, findings, imratio }: DataRecipe): string {
  const share = imratio === 'as-is' ? 'positives as they are' : `${percent(imratio)} positives`
  const name = source === 'sample' ? 'Fashion-MNIST sample' : source
  if (findings) return `${name}: ${findings.join(', ')}`
  if (choice === undefined || choice === 'halves')
    return `${name}: upper half of the classes, ${share}`
  const { positive, negative = ['the others'] } = choice
  return `${positive.join(', ')} against ${negative.join(', ')}, ${share}`
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`
}

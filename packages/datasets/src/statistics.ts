/** Counts what a data set holds: the statistics of the paper's Table 3, and what else shows whether files are right. */
import { imbalancedPositives } from './builders/imbalance.ts'
import { storedSize } from './formats/stored-size.ts'
import { type LabelStatistics, labelStatistics } from './label-statistics.ts'
import type { ImageSource, SourcePart } from './source.ts'
import { joinParts, type PartRows } from './sources/join-parts.ts'

/** What {@link sourceStatistics} counts. */
export interface SourceStatistics {
  readonly name: string
  readonly parts: Readonly<Record<string, PartStatistics>>
  /**
   * `'train + validation'` and `'all parts'`, if there is a part `validation`: Table 3 counts the sets that the paper
   * splits itself so.
   */
  readonly together: Readonly<Record<string, PartStatistics>>
  /** What `imbalance` leaves of part `train` at the paper's imratios; of those that its one label can reach. */
  readonly imbalanced: readonly Imbalanced[]
  /** The notes of the source. */
  readonly notes: readonly string[]
}

/** What {@link partStatistics} counts. */
export interface PartStatistics {
  readonly images: number
  /** How many different groups (patients) the images belong to; absent if there are none. */
  readonly groups?: number
  /** The sizes that were seen, the most frequent first. */
  readonly sizes: readonly SeenSize[]
  readonly labels: readonly LabelStatistics[]
}

/** A size of images, and how often it was seen. */
export interface SeenSize {
  readonly shape: readonly [h: number, w: number, c: number]
  /** How many of the images that were looked at have it. */
  readonly images: number
}

/** What is left of a data set at an imratio. */
export interface Imbalanced {
  readonly imratio: number
  readonly positives: number
  readonly negatives: number
}

/** Options of {@link sourceStatistics} and {@link partStatistics}. */
export interface StatisticsOptions {
  /** How many images of a part are looked at for their size, evenly spread; default 16. */
  readonly looks?: number
}

const TABLE_3_IMRATIOS = [0.01, 0.1, 0.3]

/**
 * Counts what the paper's Table 3 counts, for every part of a data set: images, positives, negatives, sizes.
 *
 * @throws DataError if an image that is looked at is missing or corrupt
 */
export async function sourceStatistics(
  { name, parts, notes }: ImageSource,
  options: StatisticsOptions = {},
): Promise<SourceStatistics> {
  const counted: Record<string, PartStatistics> = {}
  for (const [part, rows] of Object.entries(parts))
    counted[part] = await partStatistics(rows, options)
  const imbalanced = imbalancedCounts(counted.train)
  return { name, parts: counted, together: together(parts, counted), imbalanced, notes }
}

/**
 * Counts the images, groups and labels of one part of a data set, and looks at the sizes of some images.
 *
 * @throws DataError if an image that is looked at is missing or corrupt
 */
export async function partStatistics(
  part: SourcePart,
  { looks = 16 }: StatisticsOptions = {},
): Promise<PartStatistics> {
  const sizes: SeenSize[] = []
  for (let look = 0; look < Math.min(looks, part.count); look++) {
    const index = Math.floor((look * part.count) / Math.min(looks, part.count))
    sizes.push({ shape: await storedSize(await part.image(index), part.id(index)), images: 1 })
  }
  return rowStatistics(part, sizes)
}

function rowStatistics(rows: PartRows, sizes: readonly SeenSize[]): PartStatistics {
  return {
    images: rows.count,
    ...(rows.groups && { groups: new Set(rows.groups).size }),
    sizes: sumBySize(sizes),
    labels: labelStatistics(rows),
  }
}

function sumBySize(sizes: readonly SeenSize[]): SeenSize[] {
  const sums = new Map<string, SeenSize>()
  for (const { shape, images } of sizes) {
    const key = shape.join()
    sums.set(key, { shape, images: (sums.get(key)?.images ?? 0) + images })
  }
  return [...sums.values()].sort((a, b) => b.images - a.images)
}

function together(
  parts: Readonly<Record<string, SourcePart>>,
  counted: Readonly<Record<string, PartStatistics>>,
): Record<string, PartStatistics> {
  const { train, validation, ...others } = parts
  if (!train || !validation) return {}
  const sizesOf = (...names: string[]) => names.flatMap((name) => counted[name]?.sizes ?? [])
  const learnt = joinParts([train, validation])
  const all = joinParts([learnt, ...Object.values(others)])
  return {
    'train + validation': rowStatistics(learnt, sizesOf('train', 'validation')),
    'all parts': rowStatistics(all, sizesOf(...Object.keys(parts))),
  }
}

function imbalancedCounts(train: PartStatistics | undefined): Imbalanced[] {
  const [label, ...others] = train?.labels ?? []
  if (!label || others.length > 0) return []
  const { positives: available, negatives } = label
  return TABLE_3_IMRATIOS.map((imratio) => {
    return { imratio, positives: imbalancedPositives(imratio, negatives), negatives }
  }).filter(({ positives }) => positives > 0 && positives <= available)
}

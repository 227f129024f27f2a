/** Counts the labels of a part. */
import type { SourcePart } from './source.ts'

/** How often the values of one label occur. */
export interface LabelStatistics {
  readonly name: string
  /** Each class; of a finding, its absence (`'0'`) and its presence (`'1'`). */
  readonly classes: readonly ClassCount[]
  /** Rows whose label is not known. */
  readonly unknown: number
  /** Rows of the upper half of the classes that occur, as `binarizeHalves` takes them; of a finding, its presence. */
  readonly positives: number
  readonly negatives: number
  /** positives / (positives + negatives) */
  readonly imratio: number
  /** Rows of the smallest class over rows of the largest: the imratio of long-tailed data. */
  readonly smallestToLargest: number
}

/** How many images of a class there are. */
export interface ClassCount {
  readonly name: string
  readonly images: number
}

/** The statistics of each label, in the order of `labelNames`. */
export function labelStatistics({
  count,
  labels,
  labelNames,
  classNames,
}: Pick<SourcePart, 'count' | 'labels' | 'labelNames' | 'classNames'>): LabelStatistics[] {
  return labelNames.map((name, column) => {
    const counts: number[] = classNames?.map(() => 0) ?? [0, 0]
    let known = 0
    for (let row = 0; row < count; row++) {
      const label = labels[row * labelNames.length + column] as number
      if (Number.isNaN(label)) continue
      counts[label] = (counts[label] ?? 0) + 1
      known++
    }
    // Where classes have no names, there may be holes.
    const images = Array.from(counts, (images) => images ?? 0)
    const positives = upperHalf(images)
    return {
      name,
      classes: images.map((images, index) => ({
        name: classNames?.[index] ?? String(index),
        images,
      })),
      unknown: count - known,
      positives,
      negatives: known - positives,
      imratio: positives / Math.max(1, known),
      smallestToLargest: Math.min(...images) / Math.max(1, ...images),
    }
  })
}

/** A class alone cannot be halved: it counts as negative if it is the first. */
function upperHalf(images: readonly number[]): number {
  const occurring = Math.max(2, images.filter((count) => count > 0).length)
  return images.slice(Math.floor(occurring / 2)).reduce((sum, count) => sum + count, 0)
}

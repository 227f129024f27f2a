/** The statistics of a data set as people read them. */
import type {
  Imbalanced,
  LabelStatistics,
  PartStatistics,
  SeenSize,
  SourceStatistics,
} from '@deepauc/datasets'
import { alignedTable } from './text-table.ts'

/** More classes than these are not listed one by one. */
const LISTED_CLASSES = 20

/** A table with a row per part and label, then classes, imratios that can be made, and notes; one per line. */
export function describeStatistics({
  parts,
  together,
  imbalanced,
  notes,
}: SourceStatistics): string {
  const entries = Object.entries(parts)
  const halved = entries.some(([, { labels }]) => labels.some(({ classes }) => classes.length > 2))
  const lines = [
    ...(halved ? ['Positives are the upper half of the classes.'] : []),
    ...entries.flatMap(([part, { labels }]) => labels.flatMap((label) => classLine(part, label))),
    ...(imbalanced.length > 0 ? [imbalancedLine(imbalanced)] : []),
    ...notes.map((note) => `Note: ${note}`),
  ]
  return [
    partsTable([...entries, ...Object.entries(together)]),
    ...(lines.length > 0 ? ['', ...lines] : []),
  ].join('\n')
}

function partsTable(entries: readonly [string, PartStatistics][]): string {
  const rows = entries.flatMap(([part, { images, groups, sizes, labels }]) =>
    labels.map((label, i) => {
      const ofPart = [
        part,
        count(images),
        groups === undefined ? '' : count(groups),
        sizeRange(sizes),
      ]
      return [...(i === 0 ? ofPart : ofPart.map(() => '')), ...labelCells(label)]
    }),
  )
  const titles = [
    'Part',
    'Images',
    'Groups',
    'Size',
    'Label',
    'Positives',
    'Negatives',
    'Unknown',
    'imratio',
  ]
  // Most sets have no patients, and no labels that are not known.
  const shown = titles.map(
    (title, c) => (title !== 'Groups' && title !== 'Unknown') || rows.some((row) => row[c]),
  )
  const keep = (cells: readonly string[]) => cells.filter((_, c) => shown[c])
  return alignedTable(keep(titles), rows.map(keep))
}

function labelCells({ name, positives, negatives, unknown, imratio }: LabelStatistics): string[] {
  return [
    name,
    count(positives),
    count(negatives),
    unknown > 0 ? count(unknown) : '',
    percent(imratio),
  ]
}

/** Nothing for labels that are only there or not. */
function classLine(part: string, { classes, smallestToLargest }: LabelStatistics): string[] {
  if (classes.length === 2 && classes.every(({ name }, index) => name === String(index))) return []
  const sizes = classes.map(({ images }) => images)
  const listed =
    classes.length <= LISTED_CLASSES
      ? classes.map(({ name, images }) => `${name} ${count(images)}`).join(', ')
      : `${count(classes.length)} of ${count(Math.min(...sizes))} to ${count(Math.max(...sizes))} images`
  return [`Classes of ${part}: ${listed}; smallest / largest ${percent(smallestToLargest)}`]
}

function imbalancedLine(imbalanced: readonly Imbalanced[]): string {
  const made = imbalanced.map(
    ({ imratio, positives, negatives }) =>
      `${percent(imratio)}: ${count(positives)} + ${count(negatives)}`,
  )
  return `Made imbalanced, train keeps (positives + negatives) ${made.join(', ')}`
}

function sizeRange(sizes: readonly SeenSize[]): string {
  const [first] = sizes
  if (sizes.length <= 1 || !first) return first?.shape.join(' × ') ?? ''
  return first.shape
    .map((_, axis) => {
      const values = sizes.map(({ shape }) => shape[axis] as number)
      const [least, most] = [Math.min(...values), Math.max(...values)]
      return least === most ? String(least) : `${least}–${most}`
    })
    .join(' × ')
}

function count(n: number): string {
  return n.toLocaleString('en-US')
}

/** Two digits after the point at most. */
function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))} %`
}

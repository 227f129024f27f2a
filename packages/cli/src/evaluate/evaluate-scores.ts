/** What scores are worth: AUC and its interval of every column, and paired tests of every two. */
import {
  averagePrecision,
  type DelongInterval,
  type DelongTest,
  delongInterval,
  delongTest,
  holm,
} from '@deepauc/metrics'
import { alignedTable } from '../text-table.ts'
import { damaged, readScoreTable, type ScoreTable, type ScoreTableOptions } from './score-table.ts'

export interface EvaluateScoresOptions extends ScoreTableOptions {
  /** Confidence level, in (0, 1). */
  readonly level: number
}

interface ColumnResult extends DelongInterval {
  readonly column: string
  readonly averagePrecision: number
}

/** Of two columns; `difference` is that of the first minus that of the second. */
interface PairResult extends DelongTest {
  readonly columns: readonly [string, string]
  /** After Holm's correction for all pairs. */
  readonly correctedPValue: number
}

interface Evaluated {
  readonly file: string
  readonly rows: number
  readonly positives: number
  readonly negatives: number
  readonly clusters?: number
  readonly level: number
  readonly columns: readonly ColumnResult[]
  readonly pairs: readonly PairResult[]
}

/**
 * Prints a table, or one JSON object.
 *
 * @param path `-` for the standard input
 * @throws DataError if the file cannot be read, or lacks what is needed
 */
export async function evaluateScores(
  path: string,
  { level, ...options }: EvaluateScoresOptions,
  json: boolean,
): Promise<void> {
  if (!(level > 0 && level < 1)) throw new RangeError(`--level must be in (0, 1), got ${level}`)
  const evaluated = evaluate(await readScoreTable(path, options), level)
  console.log(json ? JSON.stringify(evaluated, undefined, 2) : describe(evaluated))
}

function evaluate(table: ScoreTable, level: number): Evaluated {
  const { file, labels, scores, clusters } = table
  const positives = labels.reduce((sum, label) => sum + label, 0)
  try {
    return {
      file,
      rows: labels.length,
      positives,
      negatives: labels.length - positives,
      ...(clusters && { clusters: new Set(clusters).size }),
      level,
      columns: Array.from(scores, ([column, values]) => ({
        column,
        ...delongInterval(labels, values, { level, ...(clusters && { clusters }) }),
        averagePrecision: averagePrecision(labels, values),
      })),
      pairs: comparePairs(table, level),
    }
  } catch (cause) {
    // A class is missing, or there are too few rows.
    throw cause instanceof RangeError ? damaged(file, cause.message, cause) : cause
  }
}

function comparePairs({ labels, scores, clusters }: ScoreTable, level: number): PairResult[] {
  const columns = [...scores]
  const pairs = columns.flatMap(([a, first], i) =>
    columns.slice(i + 1).map(([b, second]) => ({
      columns: [a, b] as const,
      ...delongTest(labels, first, second, { level, ...(clusters && { clusters }) }),
    })),
  )
  const corrected = holm(pairs.map(({ pValue }) => pValue))
  return pairs.map((pair, i) => ({ ...pair, correctedPValue: corrected[i] as number }))
}

function describe({ rows, positives, negatives, clusters, level, columns, pairs }: Evaluated) {
  const groups = clusters === undefined ? '' : ` in ${clusters} clusters`
  const interval = `${Number((100 * level).toPrecision(6))} % DeLong interval`
  const header = `${rows} rows${groups}: ${positives} positive, ${negatives} negative`
  const table = alignedTable(
    ['Column', 'AUC', interval, 'Average precision'],
    columns.map(({ column, auc, lower, upper, averagePrecision: precision }) => [
      column,
      auc.toFixed(4),
      range(lower, upper),
      precision.toFixed(4),
    ]),
  )
  return [header, '', table, ...(pairs.length > 0 ? ['', pairTable(pairs, interval)] : [])].join(
    '\n',
  )
}

function pairTable(pairs: readonly PairResult[], interval: string): string {
  const isCorrected = pairs.length > 1
  const rows = pairs.map((pair) => [
    pair.columns.join(' − '),
    pair.difference.toFixed(4),
    range(pair.lower, pair.upper),
    pair.z.toFixed(2),
    probability(pair.pValue),
    ...(isCorrected ? [probability(pair.correctedPValue)] : []),
  ])
  const titles = [
    'Paired test',
    'Difference',
    interval,
    'z',
    'p',
    ...(isCorrected ? ['p (Holm)'] : []),
  ]
  return alignedTable(titles, rows)
}

function range(lower: number, upper: number): string {
  return `[${lower.toFixed(4)}, ${upper.toFixed(4)}]`
}

function probability(p: number): string {
  return Number.isNaN(p) ? 'none' : p < 0.0001 ? p.toExponential(1) : p.toFixed(4)
}

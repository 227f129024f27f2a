/** The tables of the paper as data. */

/** `0.935 ± 0.001`; Table 5 has no standard deviations. */
export interface PaperScore {
  readonly mean: number
  readonly standardDeviation?: number
}

/** Scores of one data set. */
export interface PaperRow {
  readonly dataset: string
  /** Positives / all training images; left out for CheXpert, which has five. */
  readonly imratio?: number
  readonly kind: 'benchmark' | 'medical'
  /** One per column. */
  readonly scores: readonly PaperScore[]
}

/** A table of test AUCs. */
export interface PaperTable {
  readonly number: number
  readonly caption: string
  /** Where it stands in the paper (ICLR 2022). */
  readonly source: string
  /** As the paper heads them. */
  readonly columns: readonly string[]
  readonly rows: readonly PaperRow[]
}

/**
 * Rows as printed: data set, share of positives (`-` for none), scores.
 *
 * @example
 * paperRows('benchmark', 'CATvsDOG 1% 0.742±0.003 0.753±0.003')
 */
export function paperRows(kind: PaperRow['kind'], printed: string): readonly PaperRow[] {
  return printed
    .trim()
    .split('\n')
    .map((line) => {
      const [dataset = '', percent = '', ...scores] = line.trim().split(/\s+/)
      const imratio = Number.parseFloat(percent) / 100
      const isGiven = Number.isFinite(imratio)
      return { dataset, ...(isGiven && { imratio }), kind, scores: scores.map(paperScore) }
    })
}

function paperScore(printed: string): PaperScore {
  const [mean = Number.NaN, standardDeviation] = printed.split('±').map(Number)
  return { mean, ...(standardDeviation !== undefined && { standardDeviation }) }
}

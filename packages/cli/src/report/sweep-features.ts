/** Figures 1 and 3 of the paper: the features of the runs that the tables compare. */
import type { CollectedCell, CollectedSweep } from '@deepauc/experiments'
import {
  dataName,
  type FeaturePicture,
  featureCharts,
  type MeasuredFeatures,
  type SweepCell,
  type SweepResults,
  settingsOf,
  sourceName,
} from '@deepauc/report'
import { type MeasuredRun, neighbours } from './measured-run.ts'

/** Undefined where nothing is known of the features. */
export type Measure = (
  folder: string,
  wanted: { readonly isDrawn: boolean; readonly number: number; readonly of: number },
) => Promise<MeasuredRun | undefined> | MeasuredRun | undefined

/** The scores of every run of a tuned method, and for each setting a picture of one seed. */
export async function withFeatures(
  { cells: collected }: CollectedSweep,
  results: SweepResults,
  measure: Measure,
): Promise<SweepResults> {
  const pictures = picturesOf(results)
  const drawn = new Set(pictures.flatMap(({ cells }) => cells.map(({ id }) => id)))
  const compared = new Set(comparedRuns(results).map(({ id }) => id))
  const wanted = collected.filter((cell) => compared.has(cell.name) && hasOneLabel(cell))
  const known = new Map<string, MeasuredRun>()
  for (const [i, { name, folder }] of wanted.entries()) {
    const run = await measure(folder, {
      isDrawn: drawn.has(name),
      number: i + 1,
      of: wanted.length,
    })
    if (run) known.set(name, run)
  }
  return {
    ...results,
    cells: results.cells.map((cell) => withScores(cell, known.get(cell.id))),
    features: pictures.flatMap((picture, i) => draw(picture, `features-${i + 1}`, known)),
  }
}

interface Picture {
  readonly title: string
  /** One of each method. */
  readonly cells: readonly SweepCell[]
}

/** The lowest of the seeds that have the most methods. */
function picturesOf(results: SweepResults): Picture[] {
  return settingsOf(comparedRuns(results), ['tuned']).map((setting) => {
    const ofSeed = (seed: number) => setting.cells.filter((cell) => cell.seed === seed)
    const seeds = [...new Set(setting.cells.map(({ seed }) => seed))].sort((a, b) => a - b)
    const most = Math.max(...seeds.map((seed) => ofSeed(seed).length))
    const seed = seeds.find((each) => ofSeed(each).length === most) as number
    const title = `${dataName(setting)}, seed ${seed} (${sourceName(setting)})`
    return { title, cells: ofSeed(seed) }
  })
}

function comparedRuns({ cells }: SweepResults): SweepCell[] {
  return cells.filter(({ arms, result }) => arms.includes('tuned') && result)
}

function hasOneLabel({ recipe: { data } }: CollectedCell): boolean {
  return (data.findings?.length ?? 1) === 1
}

function withScores(cell: SweepCell, measured: MeasuredRun | undefined): SweepCell {
  if (!measured || !cell.result) return cell
  const { purity: knnPurity, silhouette } = measured
  return { ...cell, result: { ...cell.result, features: { knnPurity, silhouette } } }
}

function draw(
  { title, cells }: Picture,
  name: string,
  known: ReadonlyMap<string, MeasuredRun>,
): FeaturePicture[] {
  const drawn = cells.flatMap((cell): { id: string; measured: MeasuredFeatures }[] => {
    const { map, ...scores } = known.get(cell.id) ?? {}
    if (!map) return []
    return [{ id: cell.id, measured: { ...(scores as MeasuredRun), ...map, method: cell.method } }]
  })
  if (drawn.length === 0) return []
  const figure = featureCharts(
    drawn.map(({ measured }) => measured),
    { name, k: neighbours },
  )
  return [{ title, ...figure, cells: drawn.map(({ id }) => id) }]
}

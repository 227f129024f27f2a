/** The settings in which methods are compared: a data set, a profile, a network and a budget. */
import { formatCount, formatShare } from '../number-format.ts'
import type { Arm, Budget, MethodName, SweepCell } from './sweep-results.ts'

/** Cells that differ in method, arm and seed alone. */
export interface Setting {
  readonly dataset: string
  readonly imratio?: number
  readonly profile: string
  readonly network: string
  readonly budget: Budget
  readonly cells: readonly SweepCell[]
}

/** The cells of an arm by data set, share of positives, profile, network and budget, in the order of their first cells. */
export function settingsOf(cells: readonly SweepCell[], arms: readonly Arm[]): readonly Setting[] {
  const groups = new Map<string, SweepCell[]>()
  for (const cell of cells) {
    if (!cell.arms.some((arm) => arms.includes(arm))) continue
    const { dataset, imratio, profile, network, budget } = cell
    const key = JSON.stringify([dataset, imratio, profile, network, budget.unit, budget.amount])
    groups.set(key, [...(groups.get(key) ?? []), cell])
  }
  return [...groups.values()].map((group) => {
    const { dataset, imratio, profile, network, budget } = group[0] as SweepCell
    const data = { dataset, ...(imratio !== undefined && { imratio }) }
    return { ...data, profile, network, budget, cells: group }
  })
}

/**
 * The cells of one method in one arm, by seed.
 *
 * @throws RangeError if two of them have one seed: which of them counts would be arbitrary
 */
export function cellsOf(
  { cells }: Pick<Setting, 'cells'>,
  method: MethodName,
  arm: Arm,
): readonly SweepCell[] {
  const found = cells.filter((cell) => cell.method === method && cell.arms.includes(arm))
  const bySeed = [...found].sort((a, b) => a.seed - b.seed)
  for (const [i, cell] of bySeed.entries())
    if (cell.seed === bySeed[i - 1]?.seed)
      throw new RangeError(
        `cells ${bySeed[i - 1]?.id} and ${cell.id} are both ${method} (${arm}) with seed ${cell.seed}`,
      )
  return bySeed
}

type Data = Pick<Setting, 'dataset' | 'imratio'>

/** `'CIFAR10 10 %'` */
export function dataName({ dataset, imratio }: Data): string {
  if (imratio === undefined) return dataset
  const percent = 100 * imratio
  return `${dataset} ${formatShare(imratio, Math.abs(percent - Math.round(percent)) < 1e-9 ? 0 : 2)}`
}

/** Letters of a name that fit above a panel. */
const most = 30

/** `dataName` for the title of a panel. */
export function shortDataName({ dataset, ...rest }: Data): string {
  const letters = [...dataset]
  const isLong = letters.length > most
  return dataName({
    dataset: isLong ? `${letters.slice(0, most - 1).join('')}…` : dataset,
    ...rest,
  })
}

const units: Readonly<Record<Budget['unit'], string>> = {
  epochs: 'epochs',
  steps: 'steps',
  gradientEvaluations: 'gradient evaluations',
  seconds: 'seconds',
}

/** `'laptop, resnet20, 3,000 gradient evaluations'` */
export function sourceName({
  profile,
  network,
  budget,
}: Pick<Setting, 'profile' | 'network' | 'budget'>): string {
  const unit = budget.amount === 1 ? units[budget.unit].replace(/s$/, '') : units[budget.unit]
  return `${profile}, ${network}, ${formatCount(budget.amount)} ${unit}`
}

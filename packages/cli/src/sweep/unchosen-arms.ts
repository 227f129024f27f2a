/** Arms whose tuning is over without a choice: neither they nor what begins with them have final runs. */
import { armName, type Selection, type SweepStatus } from '@deepauc/experiments'

export interface UnchosenArm {
  /** `study/row/column` */
  readonly name: string
  readonly reason: string
  readonly hasDiverged: boolean
}

type Known = Pick<SweepStatus, 'selections'> & {
  readonly cells: readonly Pick<SweepStatus['cells'][number], 'hash' | 'state'>[]
}

export function unchosenArms({ selections, cells }: Known): UnchosenArm[] {
  const stateOf = new Map(cells.map(({ hash, state }) => [hash, state]))
  return selections.filter(isUnchosen).map((arm) => {
    const hashes = arm.configurations.flatMap((configuration) => configuration.hashes)
    const states = hashes.flatMap((hash) => stateOf.get(hash) ?? [])
    return {
      name: armName(arm),
      reason: reasonOf(states),
      hasDiverged: states.includes('diverged'),
    }
  })
}

/** For people. */
export function unchosenText({ name, reason }: UnchosenArm): string {
  return `no configuration of ${name} could be chosen: ${reason}`
}

function isUnchosen({ isOver, chosen }: Selection): boolean {
  return isOver && chosen === undefined
}

function reasonOf(states: readonly string[]): string {
  const [first, ...others] = [...new Set(states)].sort()
  if (others.length === 0 && (first === 'diverged' || first === 'failed'))
    return `all its tuning runs ${first}`
  const count = (state = '') => `${states.filter((each) => each === state).length} ${state}`
  return `none has all its validation AUCs (${[first, ...others].map(count).join(', ')})`
}

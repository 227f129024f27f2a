/** What a run is, told in the words of a report. */
import type { CollectedCell } from '@deepauc/experiments'
import type { SweepCell } from '@deepauc/report'
import { flatten } from '../train/flatten.ts'

type Identity = Pick<
  SweepCell,
  'id' | 'network' | 'method' | 'seed' | 'places' | 'settings' | 'averaging' | 'budget'
>

export function cellIdentity({ name, recipe, uses }: CollectedCell): Identity {
  const { method, training, network } = recipe
  return {
    id: name,
    network: networkName(network),
    method: method.name,
    seed: training.seed,
    places: uses.map(({ study, row, column, role }) => ({ study, row, column, role })),
    settings: shortSettings(uses[0]?.settings ?? {}),
    ...averagingOf(method),
    budget: budgetOf(training.budget),
  }
}

function averagingOf(method: CollectedCell['recipe']['method']): Pick<Identity, 'averaging'> {
  if (method.name !== 'CT') return {}
  const { innerAveraging: inner, gradientAveraging: gradient } = method
  return inner === undefined || gradient === undefined ? {} : { averaging: { inner, gradient } }
}

/** Settings of a method without the word: `innerSteps` for `method.innerSteps`. */
export function shortSettings(settings: Readonly<Record<string, unknown>>): SweepCell['settings'] {
  const entries = Object.entries(settings)
  return flatten(
    Object.fromEntries(entries.map(([key, value]) => [key.replaceAll('method.', ''), value])),
  )
}

function networkName({ name, ...options }: CollectedCell['recipe']['network']): string {
  const words = Object.entries(flatten(options)).map(
    ([key, value]) => `${key} ${value === '' ? 'none' : value}`,
  )
  return words.length === 0 ? name : `${name} (${words.join(', ')})`
}

function budgetOf(budget: CollectedCell['recipe']['training']['budget']): SweepCell['budget'] {
  const [[unit, amount] = ['steps', 0]] = Object.entries(budget)
  return { unit: unit as SweepCell['budget']['unit'], amount }
}

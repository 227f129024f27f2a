/** The command line. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

type Section = 'machine' | 'resnet20' | 'metrics' | 'startup'

const sections: readonly Section[] = ['machine', 'resnet20', 'metrics', 'startup']

export interface Options {
  readonly only: readonly Section[]
  /** Undefined: all. */
  readonly variants: readonly string[] | undefined
  readonly threads: number
  readonly rounds: number
  /** File for the results. */
  readonly json: string | undefined
}

export const usage: string = `npm run bench -- [options]

  --only SECTION,…   ${sections.join(', ')} (default: all)
  --variants NAME,…  some of a table's rows (default: all)
  --threads N        threads of each variant (default: one for each core)
  --rounds N         turns of each variant of resnet20, two iterations each (default: 8)
  --json FILE        writes the results`

/**
 * @throws RangeError for a value that cannot be
 * @throws TypeError for an unknown option
 */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      variants: { type: 'string' },
      threads: { type: 'string' },
      rounds: { type: 'string' },
      json: { type: 'string' },
    },
  })
  return {
    only: values.only?.split(',').map(section) ?? sections,
    variants: values.variants?.split(','),
    threads: count('threads', values.threads ?? `${availableParallelism()}`),
    rounds: count('rounds', values.rounds ?? '8'),
    json: values.json,
  }
}

function section(name: string): Section {
  const found = sections.find((known) => known === name)
  if (found) return found
  throw new RangeError(`--only: there is no "${name}"; choose of ${sections.join(', ')}`)
}

function count(name: string, value: string): number {
  const number = Number(value)
  if (Number.isInteger(number) && number >= 1) return number
  throw new RangeError(`--${name} must be a whole number ≥ 1, got ${value}`)
}

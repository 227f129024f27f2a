/** The command line. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

/** What has a table of times. */
type Benchmark = 'machine' | 'resnet20' | 'metrics' | 'startup'

/** What has one, too, but takes long and is measured only when it is asked for. */
type Network = 'densenet121' | 'efficientnet-v2-s'

/** What has none, and is measured only when it is asked for. */
type Trial = 'memory' | 'precision' | 'loader'

type Section = Benchmark | Network | Trial

const benchmarks: readonly Benchmark[] = ['machine', 'resnet20', 'metrics', 'startup']
const networks: readonly Network[] = ['densenet121', 'efficientnet-v2-s']
const trials: readonly Trial[] = ['memory', 'precision', 'loader']
const sections: readonly Section[] = [...benchmarks, ...networks, ...trials]

export interface Options {
  readonly only: readonly Section[]
  /** Undefined: all. */
  readonly variants: readonly string[] | undefined
  readonly threads: number
  readonly rounds: number
  /** Of the memory trial. */
  readonly steps: number
  readonly batchSize: number
  /** Runs of each precision. */
  readonly seeds: number
  /** File for the results. */
  readonly json: string | undefined
}

export const usage: string = `npm run bench -- [options]

  --only SECTION,…   ${sections.join(', ')} (default: ${benchmarks.join(', ')})
  --variants NAME,…  some of a table's rows (default: all)
  --threads N        threads of each variant (default: one for each core)
  --rounds N         turns of each variant, of two iterations in resnet20, one in the larger networks (default: 8)
  --steps N          steps of memory (default: 2000)
  --batch-size N     images in a batch of memory (default: 128)
  --seeds N          runs of precision in float32 and in bfloat16 (default: 3)
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
      rounds: { type: 'string', default: '8' },
      steps: { type: 'string', default: '2000' },
      'batch-size': { type: 'string', default: '128' },
      seeds: { type: 'string', default: '3' },
      json: { type: 'string' },
    },
  })
  return {
    only: values.only?.split(',').map(section) ?? benchmarks,
    variants: values.variants?.split(','),
    threads: count('threads', values.threads ?? `${availableParallelism()}`),
    rounds: count('rounds', values.rounds),
    steps: count('steps', values.steps),
    batchSize: count('batch-size', values['batch-size']),
    seeds: count('seeds', values.seeds),
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

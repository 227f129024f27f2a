/** The variants of a step of a large network. */
import { totalmem } from 'node:os'
import type { Entrant } from './compete.ts'
import { obstacle, threadEnvironment, workerScript } from './entrants.ts'
import { type Python, pythonFile } from './python.ts'
import type { NetworkBatch, NetworkName } from './workers/network-batch.ts'

interface Variant {
  readonly variant: string
  readonly worker: 'ours' | 'torch'
  readonly own: Readonly<Record<string, unknown>>
  /** Variants of one group take turns, and are in memory together. */
  readonly group: 'stock' | 'eager' | 'float32' | 'contiguous' | 'bfloat16'
}

const contiguous = { memoryFormat: 'contiguous' }
const channelsLast = { memoryFormat: 'channels-last' }
const bfloat16 = { precision: 'bfloat16' }
const compile = { compile: true }

/** In the order of the table. Whatever a bar compares is in one group. */
const variants: readonly Variant[] = [
  { variant: 'tfjs-node-stock', worker: 'ours', own: { stock: true }, group: 'stock' },
  { variant: 'ours-eager', worker: 'ours', own: {}, group: 'eager' },
  { variant: 'ours-compiled', worker: 'ours', own: compile, group: 'float32' },
  {
    variant: 'ours-compiled-bf16',
    worker: 'ours',
    own: { ...compile, ...bfloat16 },
    group: 'bfloat16',
  },
  { variant: 'pytorch', worker: 'torch', own: contiguous, group: 'contiguous' },
  { variant: 'pytorch-channels-last', worker: 'torch', own: channelsLast, group: 'float32' },
  {
    variant: 'pytorch-channels-last-bf16',
    worker: 'torch',
    own: { ...channelsLast, ...bfloat16 },
    group: 'bfloat16',
  },
  ...[contiguous, channelsLast].flatMap((format): Variant[] => [
    {
      variant: 'pytorch-compile',
      worker: 'torch',
      own: { ...format, ...compile },
      group: format === contiguous ? 'contiguous' : 'float32',
    },
    {
      variant: 'pytorch-compile-bf16',
      worker: 'torch',
      own: { ...format, ...compile, ...bfloat16 },
      group: 'bfloat16',
    },
  ]),
]

/** What a step op by op takes where nothing is freed before its end: measured with 2 and 4 images, and extrapolated. */
const stockGiB: Readonly<Record<NetworkName, number>> = {
  densenet121: 24,
  'efficientnet-v2-s': 16,
}

/** Entrants for the variants called `names`, or for all, in groups; and all variants in the order of the table. */
export function networkGroups(
  names: readonly string[] | undefined,
  options: NetworkBatch,
  python: Python,
): { groups: Entrant[][]; order: string[] } {
  const environment = threadEnvironment(options.threads)
  const groups = new Map<Variant['group'], Entrant[]>()
  for (const { variant, worker, own, group } of variants) {
    if (!(names?.includes(variant) ?? true)) continue
    const reason =
      obstacle(own, worker, python) ?? (own.stock ? shortage(options.network) : undefined)
    const all = { ...options, precision: 'float32', compile: false, stock: false, ...own }
    const command = { ...commandOf(worker, python), options: all, environment }
    const entrant: Entrant = reason === undefined ? { variant, command } : { variant, reason }
    groups.set(group, [...(groups.get(group) ?? []), entrant])
  }
  return { groups: [...groups.values()], order: variants.map(({ variant }) => variant) }
}

/** Why a step op by op does not fit into memory. */
function shortage(network: NetworkName): string | undefined {
  const needed = stockGiB[network]
  const present = totalmem() / 2 ** 30
  if (needed < present) return undefined
  return `it would take ${needed} GiB of memory, this machine has ${present.toFixed(0)}`
}

function commandOf(worker: Variant['worker'], python: Python) {
  if (worker === 'torch' && 'program' in python)
    return { program: python.program, script: pythonFile('networks.py') }
  return { program: process.execPath, script: workerScript('network') }
}

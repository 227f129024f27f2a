/** The variants of ResNet-20's compositional iteration. */
import { fileURLToPath } from 'node:url'
import type { Entrant } from './compete.ts'
import { hasBfloat16 } from './machine.ts'
import { hasCompiler, type Python, pythonFile } from './python.ts'
import type { Resnet20Options } from './workers/batches.ts'

interface Variant {
  readonly variant: string
  readonly worker: 'stock' | 'ours' | 'torch' | 'wasm-composed'
  /** What distinguishes it from other variants of the same worker. */
  readonly own?: Readonly<Record<string, unknown>>
  /** Takes seconds for an iteration. */
  readonly slow?: true
}

const libauc = { recipe: 'libauc' }
const contiguous = { memoryFormat: 'contiguous' }
const channelsLast = { memoryFormat: 'channels-last' }
const bfloat16 = { precision: 'bfloat16' }
const compile = { compile: true }

/** In the order of the table. Compiled, PyTorch competes with both memory formats, and the faster one counts. */
const variants: readonly Variant[] = [
  { variant: 'tfjs-node-stock', worker: 'stock' },
  { variant: 'ours-eager', worker: 'ours', own: libauc },
  { variant: 'ours-compiled', worker: 'ours', own: { ...libauc, ...compile } },
  { variant: 'ours-compiled-bf16', worker: 'ours', own: { ...libauc, ...compile, ...bfloat16 } },
  { variant: 'algorithm1', worker: 'ours', own: { recipe: 'paper', ...compile } },
  { variant: 'wasm-composed', worker: 'wasm-composed', own: libauc, slow: true },
  { variant: 'ours-wasm', worker: 'ours', own: { ...libauc, backend: 'wasm' }, slow: true },
  { variant: 'pytorch', worker: 'torch', own: contiguous },
  { variant: 'pytorch-channels-last', worker: 'torch', own: channelsLast },
  { variant: 'pytorch-channels-last-bf16', worker: 'torch', own: { ...channelsLast, ...bfloat16 } },
  ...[contiguous, channelsLast].flatMap((format): Variant[] => [
    { variant: 'pytorch-compile', worker: 'torch', own: { ...format, ...compile } },
    {
      variant: 'pytorch-compile-bf16',
      worker: 'torch',
      own: { ...format, ...compile, ...bfloat16 },
    },
  ]),
]

/** Entrants for the variants called `names`, or for all. */
export function resnet20Entrants(
  names: readonly string[] | undefined,
  options: Resnet20Options,
  python: Python,
): Entrant[] {
  const environment = threadEnvironment(options.threads)
  return variants
    .filter(({ variant }) => names?.includes(variant) ?? true)
    .map(({ variant, worker, own, slow }): Entrant => {
      const reason = obstacle({ ...own }, worker, python)
      if (reason !== undefined) return { variant, reason }
      const all = { ...options, precision: 'float32', compile: false, ...own }
      const command = { ...commandOf(worker, python), options: all, environment }
      return { variant, command, slow }
    })
}

/** What keeps a variant from running here. */
export function obstacle(
  { precision, compile }: { precision?: unknown; compile?: unknown },
  worker: Variant['worker'],
  python: Python,
): string | undefined {
  if (precision === 'bfloat16' && !hasBfloat16()) return 'this CPU has no bfloat16 instructions'
  if (worker !== 'torch') return undefined
  if ('reason' in python) return python.reason
  return compile && !hasCompiler() ? 'torch.compile needs g++: apt-get install g++' : undefined
}

function commandOf(worker: Variant['worker'], python: Python) {
  if (worker === 'torch' && 'program' in python)
    return { program: python.program, script: pythonFile('resnet20.py') }
  return { program: process.execPath, script: workerScript(worker) }
}

/** Path of a worker that Node runs. */
export function workerScript(name: string): string {
  return fileURLToPath(new URL(`./workers/${name}.js`, import.meta.url))
}

/** Read by OpenMP and by TensorFlow when they are loaded. */
export function threadEnvironment(threads: number): Record<string, string> {
  return {
    OMP_NUM_THREADS: `${threads}`,
    TF_NUM_INTRAOP_THREADS: `${threads}`,
    TF_CPP_MIN_LOG_LEVEL: '2',
  }
}

/** What this machine trains on, and what would make it faster. */
import { createRequire } from 'node:module'
import { availableParallelism, cpus, freemem, totalmem } from 'node:os'
import { environment } from '@deepauc/experiments'
import { type NativeStatus, nativeStatus } from '@deepauc/native'
import { selectBackend } from '@deepauc/runtime'
import { showBytes } from '../show-size.ts'
import { advise } from './advise.ts'
import { findGpus } from './find-gpus.ts'

export interface Machine {
  readonly deepauc: string
  readonly node: string
  readonly system: string
  /** As `selectBackend` calls it; absent if none loads. */
  readonly backend?: string
  /** The choice and its reasons, or why there is none. */
  readonly backendLine: string
  readonly tfjs: string
  /** Version of libtensorflow, on native back ends. */
  readonly tensorflow?: string
  readonly native: readonly Pick<NativeStatus, 'tensorflow' | 'gpu' | 'problem'>[]
  readonly gpus: readonly string[]
  readonly processor: string
  readonly cores: number
  /** Threads of one op. */
  readonly threads: number
  /** In bytes. */
  readonly memory: { readonly total: number; readonly free: number }
}

/** Prints lines, or one JSON object. */
export async function examineMachine(backend: string | undefined, json: boolean): Promise<void> {
  const machine = await lookAround(backend)
  const advice = advise(machine)
  if (json) console.log(JSON.stringify({ ...machine, advice }, undefined, 2))
  else console.log([...describe(machine), '', ...advice].join('\n'))
}

async function lookAround(backend: string | undefined): Promise<Machine> {
  const { version } = createRequire(import.meta.url)('../../package.json') as { version: string }
  const chosen = await selectBackend({ backend }).catch((error: unknown) => {
    // An unknown name is a wrong argument; a back end that does not load is what this command is for.
    if (error instanceof RangeError) throw error
    return { line: (error as Error).message }
  })
  const { node, arch, tensorflow, threads } = await environment()
  return {
    deepauc: version,
    node,
    system: arch,
    ...('name' in chosen && { backend: chosen.name }),
    backendLine: chosen.line,
    tfjs: tensorflow,
    ...('tensorflowVersion' in chosen &&
      chosen.tensorflowVersion !== undefined && { tensorflow: chosen.tensorflowVersion }),
    native: (await nativeStatus()).map(({ target, ...status }) => ({ ...target, ...status })),
    gpus: await findGpus(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    threads,
    memory: { total: totalmem(), free: freemem() },
  }
}

function describe(machine: Machine): string[] {
  const { deepauc, node, system, backendLine, tfjs, gpus, processor, cores, threads } = machine
  const { total, free } = machine.memory
  const lines = {
    deepauc: `${deepauc}, TensorFlow.js ${tfjs}, Node ${node}, ${system}`,
    'back end': backendLine,
    processor: `${cores} × ${processor}, ${threads} threads for an op`,
    GPU: gpus.length > 0 ? gpus.join('; ') : 'none found',
    memory: `${showBytes(total)}, of which ${showBytes(free)} are free`,
  }
  return Object.entries(lines).map(([name, value]) => `${name.padEnd(10)} ${value}`)
}

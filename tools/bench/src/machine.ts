/** The machine, and what it can do at best. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, release, totalmem, type } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { type Python, pythonFile } from './python.ts'

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly threads: number
  readonly memoryGiB: number
  readonly system: string
  readonly node: string
  /** Share of the CPU time of a second before the start that others took: near 0 if the machine was idle. */
  readonly busy: number
  /** By plain matrix products and a copy; undefined without PyTorch. */
  readonly peaks?: Peaks
}

interface Peaks {
  readonly float32Gflops: number
  readonly bfloat16Gflops: number
  /** Bytes read and bytes written. */
  readonly copyGBs: number
}

export async function describeMachine(threads: number, python: Python): Promise<Machine> {
  const busy = await busyShare()
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    threads,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    busy,
    ...('program' in python && { peaks: measurePeaks(python.program, threads) }),
  }
}

function measurePeaks(program: string, threads: number): Peaks {
  return JSON.parse(
    execFileSync(program, [pythonFile('machine.py'), `${threads}`], { encoding: 'utf8' }),
  )
}

/** How much of the next second all cores together spend on anything. */
async function busyShare(): Promise<number> {
  const before = cpuTimes()
  await setTimeout(1000)
  const after = cpuTimes()
  return 1 - (after.idle - before.idle) / (after.all - before.all)
}

function cpuTimes(): { idle: number; all: number } {
  const times = cpus().map((cpu) => cpu.times)
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return { idle: sum(times.map(({ idle }) => idle)), all: sum(times.flatMap(Object.values)) }
}

export function machineLines(machine: Machine): string[] {
  const { cpu, cores, threads, memoryGiB, system, node, busy, peaks } = machine
  const whole = (value: number) => value.toFixed(0)
  return [
    `${cpu}, ${threads} of ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}, ${(100 * busy).toFixed(0)} % busy`,
    peaks
      ? `peaks: ${whole(peaks.float32Gflops)} GFLOP/s float32, ${whole(peaks.bfloat16Gflops)} GFLOP/s bfloat16, ${whole(peaks.copyGBs)} GB/s copied`
      : 'peaks: not measured without PyTorch',
    ...(busy > 0.1
      ? ['the machine is busy: peers that use OpenMP suffer most, do not trust these figures']
      : []),
  ]
}

/** Whether matrix products in bfloat16 have instructions of their own. */
export function hasBfloat16(): boolean {
  try {
    return /\b(amx_bf16|avx512_bf16|bf16)\b/.test(readFileSync('/proc/cpuinfo', 'utf8'))
  } catch {
    return false
  }
}

/** On what a result was made. */
import { execFile } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import { promisify } from 'node:util'
import { kernelsInUse } from '@deepauc/runtime/compile'
import * as tf from '@tensorflow/tfjs-core'

/** On what something runs: machine, versions and commit. */
export interface Environment {
  readonly machine: string
  /** Of the working folder, with `-dirty` where files were changed; absent outside a repository. */
  readonly commit?: string
  /** Name of the back end in TensorFlow.js. */
  readonly backend: string
  /** Threads of one op, as `TF_NUM_INTRAOP_THREADS` has it; otherwise one for each core. */
  readonly threads: number
  readonly node: string
  readonly arch: string
  /** Version of TensorFlow.js. */
  readonly tensorflow: string
  /** Kernels of our own that steps use, told by a hash; absent if there are none. */
  readonly kernels?: string
}

/** Machine, versions and commit of this process, for reports. */
export async function environment(): Promise<Environment> {
  const processors = cpus()
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  const arch = `${process.platform} ${process.arch}`
  const machine = [
    `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}`,
    `${gigabytes} GiB`,
    arch,
    `Node ${process.version}`,
  ].join(', ')
  const commit = await describeCommit()
  const kernels = kernelsInUse()
  return {
    machine,
    ...(commit !== undefined && { commit }),
    backend: tf.getBackend(),
    threads: Number(process.env.TF_NUM_INTRAOP_THREADS ?? processors.length),
    node: process.version,
    arch,
    tensorflow: tf.version_core,
    ...(kernels !== undefined && { kernels }),
  }
}

async function describeCommit(): Promise<string | undefined> {
  const describe = ['describe', '--always', '--dirty', '--abbrev=12']
  return promisify(execFile)('git', describe).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  )
}

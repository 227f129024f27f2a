/** On what a result was made. */
import { execFile } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import { promisify } from 'node:util'

export interface Environment {
  readonly machine: string
  /** Of the working folder, with `-dirty` where files were changed; absent outside a repository. */
  readonly commit?: string
}

export async function environment(): Promise<Environment> {
  const processors = cpus()
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  const machine = [
    `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}`,
    `${gigabytes} GiB`,
    `${process.platform} ${process.arch}`,
    `Node ${process.version}`,
  ].join(', ')
  const commit = await describeCommit()
  return commit === undefined ? { machine } : { machine, commit }
}

async function describeCommit(): Promise<string | undefined> {
  const describe = ['describe', '--always', '--dirty', '--abbrev=12']
  return promisify(execFile)('git', describe).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  )
}

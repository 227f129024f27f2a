/** The GPUs that TensorFlow could use. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Names from NVIDIA's own program; empty where it is missing or finds none. */
export async function findGpus(): Promise<string[]> {
  const query = ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader']
  return promisify(execFile)('nvidia-smi', query, { timeout: 10_000 }).then(
    ({ stdout }) => stdout.trim().split('\n').filter(Boolean),
    () => [],
  )
}

/** Writes the manifests of a sweep on Kubernetes. */
import { dirname } from 'node:path'
import { type KubernetesOptions, writeKubernetesManifests } from '@deepauc/experiments'
import { given } from '../given.ts'
import { type CellFlags, cellWords } from './cell-command.ts'
import type { RetryFlag } from './retried.ts'
import { begunSweep, type SweepFlags } from './wanted-sweep.ts'

export interface KubernetesFlags
  extends SweepFlags,
    CellFlags,
    RetryFlag,
    Partial<Omit<KubernetesOptions, 'runWorker'>> {}

/** @throws RangeError if an option is missing, or its value cannot be */
export async function writeManifests(flags: KubernetesFlags): Promise<void> {
  const { image, claim, json = false, retry } = flags
  if (image === undefined || claim === undefined)
    throw new RangeError('--engine kubernetes needs --image and --claim: see docs/kubernetes.md')
  const out = await begunSweep(flags)
  const { dataClaim, parallelism, cpu, memory, gpu, namespace, name, folder, user } = flags
  const words = [...cellWords(flags), ...(retry === undefined ? [] : ['--retry', retry])]
  const files = writeKubernetesManifests(out, {
    ...given({ dataClaim, parallelism, cpu, memory, gpu, namespace, name, folder, user }),
    ...{ image, claim },
    runWorker: ({ out, threads }) => [
      ...['deepauc', 'sweep', '--out', out, '--jobs', '1', '--threads', String(threads)],
      ...words,
    ],
  })
  if (json) console.log(JSON.stringify({ kind: 'manifests', files }))
  else console.log(`${files.join('\n')}\n\nkubectl apply --filename ${dirname(files[0] as string)}`)
}

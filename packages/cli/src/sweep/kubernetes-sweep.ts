/** Writes the manifests of a sweep on Kubernetes. */
import { dirname } from 'node:path'
import { beginSweep, writeKubernetesManifests } from '@deepauc/experiments'
import { given } from '../given.ts'
import { type CellFlags, cellWords } from './cell-command.ts'
import type { RetryFlag } from './retried.ts'
import { type SweepFlags, sweepFolder, wantedSweep } from './wanted-sweep.ts'

export interface KubernetesFlags extends SweepFlags, CellFlags, RetryFlag {
  readonly image?: string
  readonly claim?: string
  readonly dataClaim?: string
  readonly parallelism?: number
  readonly cpu?: number
  readonly memory?: string
  readonly gpu?: number
  readonly namespace?: string
  readonly name?: string
  readonly folder?: string
  readonly user?: number
}

/** @throws RangeError if an option is missing, or its value cannot be */
export async function writeManifests(flags: KubernetesFlags): Promise<void> {
  const out = sweepFolder(flags)
  const { image, claim, json = false, retry } = flags
  if (image === undefined || claim === undefined)
    throw new RangeError('--engine kubernetes needs --image and --claim: see docs/kubernetes.md')
  const wanted = await wantedSweep(flags)
  if (wanted) await beginSweep(wanted.profile, out, wanted)
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

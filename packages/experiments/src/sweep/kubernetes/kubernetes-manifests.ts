/** The `kubernetes` engine of a sweep: it writes manifests and talks to no cluster. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Cell } from '../cell.ts'
import { readSweep, type SweepFile } from '../sweep-folder.ts'
import { filesPod, filesRemarks } from './files-pod.ts'
import { type KubernetesManifest, manifestText } from './kubernetes-manifest.ts'
import { type KubernetesOptions, kubernetesSettings } from './kubernetes-options.ts'
import { podRequest } from './pod-request.ts'
import { requestMap } from './request-map.ts'
import { sweepName } from './sweep-name.ts'
import { workerJob, workerRemarks } from './worker-job.ts'

/** The objects that a sweep on Kubernetes consists of. */
export interface KubernetesManifests {
  /** What the sweep is of. */
  readonly request: KubernetesManifest
  readonly workers: KubernetesManifest
  /** To look at the files, and to fetch them. */
  readonly files: KubernetesManifest
}

/**
 * An indexed Job of workers on the sweep that was begun in `out`, and what it takes besides.
 *
 * @throws DataError if no sweep was begun in `out`
 * @throws RangeError if a value of the options cannot be, or a cell reads a file that pods do not have
 */
export function kubernetesManifests(out: string, options: KubernetesOptions): KubernetesManifests {
  const sweep = readSweep(out)
  const given = kubernetesSettings(options, sweepName(out))
  const settings = { ...given, parallelism: Math.min(given.parallelism, cellCount(sweep)) }
  const request = podRequest(sweep)
  return {
    request: requestMap(settings, request),
    workers: workerJob(settings, readsData(sweep)),
    files: filesPod(settings),
  }
}

/**
 * Writes them into the folder `kubernetes` of `out`, for `kubectl apply --filename` with that folder.
 *
 * @returns paths of the files
 * @throws DataError and RangeError as `kubernetesManifests`
 */
export function writeKubernetesManifests(out: string, options: KubernetesOptions): string[] {
  const { request, workers, files } = kubernetesManifests(out, options)
  const texts = {
    'request.yaml': manifestText(request),
    'workers.yaml': manifestText(workers, workerRemarks),
    'files.yaml': manifestText(files, filesRemarks),
  }
  const folder = join(out, 'kubernetes')
  mkdirSync(folder, { recursive: true })
  return Object.entries(texts).map(([name, text]) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  })
}

function cellCount({ cells, later }: SweepFile): number {
  return Math.max(1, cells.length + later)
}

function readsData({ folders, cells }: SweepFile): boolean {
  const isOwn = ({ recipe: { data, network } }: Cell) =>
    [data.root, data.prepared, network.weights].some((path) => path !== undefined)
  return Object.keys(folders).length > 0 || cells.some(isOwn)
}

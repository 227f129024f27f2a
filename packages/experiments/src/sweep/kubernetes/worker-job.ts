/** The indexed Job whose pods work on a sweep together. */
import type { KubernetesManifest, Remark } from './kubernetes-manifest.ts'
import type { KubernetesSettings } from './kubernetes-options.ts'
import {
  containerSecurity,
  dataMount,
  dataVolumes,
  labels,
  metadata,
  podFolder,
  sweepMount,
  sweepVolume,
  unprivileged,
} from './pod-parts.ts'

/** What a pod may take from SIGTERM to its end: enough for a step, a checkpoint of the largest network and a slow disk. */
const graceSeconds = 120

/** Each moves its own copy into place, so that nobody reads half a file. */
const begin =
  'mkdir -p "$0/cells" && cp /request/sweep.json "$0/.sweep-$JOB_COMPLETION_INDEX" && mv "$0/.sweep-$JOB_COMPLETION_INDEX" "$0/sweep.json"'

/** @param hasData whether the sweep reads more than the sample */
export function workerJob(settings: KubernetesSettings, hasData: boolean): KubernetesManifest {
  const { name, parallelism } = settings
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadata(settings),
    spec: {
      completionMode: 'Indexed',
      completions: parallelism,
      parallelism,
      backoffLimitPerIndex: 3,
      podReplacementPolicy: 'Failed',
      podFailurePolicy: {
        rules: [
          { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
          onExit('Ignore', [75, 143]),
          onExit('FailIndex', [2, 4]),
        ],
      },
      template: { metadata: { labels: labels(name) }, spec: podSpec(settings, hasData) },
    },
  }
}

const rule = (index: number) => ['spec', 'podFailurePolicy', 'rules', index]

export const workerRemarks: readonly Remark[] = [
  [
    [],
    'Workers on one sweep. Each claims a cell on the shared volume, trains it, and takes the next, until none is left:\nalso the final runs that are only known when tuning is over.',
  ],
  [['spec', 'completions'], 'as many as parallelism: an index is a worker'],
  [['spec', 'backoffLimitPerIndex'], 'a worker that breaks down is replaced so often'],
  [['spec', 'podReplacementPolicy'], 'when the pod has saved its checkpoint and is gone'],
  [rule(0), 'Drained, preempted or evicted: goes on elsewhere, however often.'],
  [rule(1), 'Stopped with a checkpoint: goes on.'],
  [rule(2), 'A wrong recipe or option, or divergence: would happen again.'],
  [['spec', 'template', 'spec', 'terminationGracePeriodSeconds'], 'for the checkpoint'],
]

function onExit(action: 'Ignore' | 'FailIndex', values: readonly number[]): unknown {
  return { action, onExitCodes: { containerName: 'worker', operator: 'In', values } }
}

function podSpec(settings: KubernetesSettings, hasData: boolean): unknown {
  return {
    ...unprivileged(settings),
    terminationGracePeriodSeconds: graceSeconds,
    initContainers: [beginContainer(settings)],
    containers: [workerContainer(settings, hasData)],
    volumes: [
      sweepVolume(settings),
      ...(hasData ? dataVolumes(settings) : []),
      { name: 'request', configMap: { name: settings.name } },
      { name: 'temporary', emptyDir: {} },
    ],
  }
}

function beginContainer(settings: KubernetesSettings): unknown {
  return {
    name: 'begin',
    image: settings.image,
    command: ['sh', '-c', begin, podFolder(settings)],
    resources: resources(settings),
    securityContext: containerSecurity,
    volumeMounts: [sweepMount, { name: 'request', mountPath: '/request', readOnly: true }],
  }
}

function workerContainer(settings: KubernetesSettings, hasData: boolean): unknown {
  const { image, runWorker, cpu } = settings
  return {
    name: 'worker',
    image,
    command: runWorker({ out: podFolder(settings), threads: cpu }),
    resources: resources(settings),
    securityContext: containerSecurity,
    volumeMounts: [
      sweepMount,
      ...(hasData ? [dataMount(settings)] : []),
      { name: 'temporary', mountPath: '/tmp' },
    ],
  }
}

/** The same twice, so that a pod gets what it asks for and is among the last to be evicted. */
function resources({ cpu, memory, gpu }: KubernetesSettings): unknown {
  const all = { cpu: String(cpu), memory, ...(gpu > 0 && { 'nvidia.com/gpu': String(gpu) }) }
  return { requests: all, limits: all }
}

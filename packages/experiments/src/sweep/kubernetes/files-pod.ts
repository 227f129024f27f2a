/** A pod that does nothing, for `kubectl cp` and `kubectl exec`: those of a Job that is over cannot be reached. */
import type { KubernetesManifest, Remark } from './kubernetes-manifest.ts'
import type { KubernetesSettings } from './kubernetes-options.ts'
import { containerSecurity, metadata, sweepMount, sweepVolume, unprivileged } from './pod-parts.ts'

const little = { cpu: '100m', memory: '256Mi' }

export function filesPod(settings: KubernetesSettings): KubernetesManifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: metadata(settings, '-files'),
    spec: {
      ...unprivileged(settings),
      terminationGracePeriodSeconds: 1,
      containers: [
        {
          name: 'files',
          image: settings.image,
          command: ['sleep', 'infinity'],
          resources: { requests: little, limits: little },
          securityContext: containerSecurity,
          volumeMounts: [sweepMount],
        },
      ],
      volumes: [sweepVolume(settings)],
    },
  }
}

export const filesRemarks: readonly Remark[] = [
  [
    [],
    'Does nothing: through it, kubectl reaches the files of the sweep, also when its workers are gone.',
  ],
]

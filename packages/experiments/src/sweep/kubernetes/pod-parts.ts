/** What all pods of a sweep have. */
import type { KubernetesSettings } from './kubernetes-options.ts'
import { dataPath } from './pod-request.ts'

/** Where pods have the volume of the sweep. */
const sweepsPath = '/sweeps'

/** The sweep's folder in a pod. */
export function podFolder({ folder }: KubernetesSettings): string {
  return `${sweepsPath}/${folder}`
}

export function metadata(
  { name, namespace }: KubernetesSettings,
  suffix = '',
): Readonly<Record<string, unknown>> {
  return {
    name: `${name}${suffix}`,
    ...(namespace !== undefined && { namespace }),
    labels: labels(name),
  }
}

export function labels(name: string): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/name': 'deepauc', 'app.kubernetes.io/instance': name }
}

/** What the security level `restricted` of a namespace asks for, and no access to the cluster. */
export function unprivileged({ user }: KubernetesSettings): Readonly<Record<string, unknown>> {
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
  }
}

export const containerSecurity: unknown = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
}

export const sweepMount: unknown = { name: 'sweeps', mountPath: sweepsPath }

/** One claim is one volume, even if it is mounted twice: with two, a pod may hang. */
export function dataMount({ claim, dataClaim }: KubernetesSettings): unknown {
  const name = dataClaim === claim ? 'sweeps' : 'data'
  return { name, mountPath: dataPath, readOnly: true }
}

export function sweepVolume({ claim }: KubernetesSettings): unknown {
  return { name: 'sweeps', persistentVolumeClaim: { claimName: claim } }
}

export function dataVolumes({ claim, dataClaim }: KubernetesSettings): unknown[] {
  if (dataClaim === claim) return []
  return [{ name: 'data', persistentVolumeClaim: { claimName: dataClaim, readOnly: true } }]
}

/** The ConfigMap that a sweep is begun with. */
import type { KubernetesManifest } from './kubernetes-manifest.ts'
import type { KubernetesSettings } from './kubernetes-options.ts'
import { metadata } from './pod-parts.ts'
import type { PodRequest } from './pod-request.ts'

/** Characters that `kubectl apply` can note in an annotation, less some for what it adds; a ConfigMap may have four times that. */
const mostCharacters = 250_000

/** @throws RangeError if it is too large for `kubectl apply` */
export function requestMap(settings: KubernetesSettings, request: PodRequest): KubernetesManifest {
  const manifest = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata(settings),
    data: { 'sweep.json': JSON.stringify(request) },
  }
  const { length } = JSON.stringify(manifest)
  if (length > mostCharacters)
    throw new RangeError(
      `profile ${request.profile.name} has ${length} characters, more than the ${mostCharacters} that \`kubectl apply\` can send; divide it into several`,
    )
  return manifest
}

/** Manifests as plain data, and as text for people. */
import { Document, isCollection, isScalar } from 'yaml'

/** JSON, as `kubectl apply` takes it. */
export interface KubernetesManifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: Readonly<Record<string, unknown>>
  readonly [field: string]: unknown
}

/** Keys from the top of a manifest, and what is said about the value there; none for the whole. */
export type Remark = readonly [path: readonly (string | number)[], words: string]

/** YAML. @throws Error if a remark is about nothing */
export function manifestText(
  manifest: KubernetesManifest,
  remarks: readonly Remark[] = [],
): string {
  const document = new Document(manifest, { aliasDuplicateObjects: false })
  for (const [path, words] of remarks) {
    const comment = words.replaceAll(/^/gm, ' ')
    const node = document.getIn(path, true)
    if (path.length === 0) document.commentBefore = comment
    else if (isCollection(node)) node.commentBefore = comment
    else if (isScalar(node)) node.comment = comment
    else throw new Error(`there is no ${path.join('.')}`)
  }
  return document.toString({ lineWidth: 0 })
}

/** Lays one recipe over another. */
import { isMapping, type Mapping } from './layer.ts'

/**
 * `base` with what `patch` says: mappings are merged key by key, null takes a key away, anything else replaces (RFC 7396).
 * A method or network of another name comes without the options of the old one, and a budget replaces a budget.
 */
export function merge(base: Mapping, patch: Mapping): Mapping {
  return mergeAt([], base, patch)
}

function mergeAt(path: readonly string[], base: unknown, patch: Mapping): Mapping {
  const merged = new Map(Object.entries(keeps(path, base, patch) ? (base as Mapping) : {}))
  for (const [key, value] of Object.entries(patch))
    if (value === null) merged.delete(key)
    else merged.set(key, isMapping(value) ? mergeAt([...path, key], merged.get(key), value) : value)
  return Object.fromEntries(merged)
}

function keeps(path: readonly string[], base: unknown, patch: Mapping): boolean {
  if (!isMapping(base)) return false
  const key = path.join('.')
  if (key === 'training.budget') return false
  const isNamed = key === 'method' || key === 'network'
  return !isNamed || patch.name === undefined || patch.name === base.name
}

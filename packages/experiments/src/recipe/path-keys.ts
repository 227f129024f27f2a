/** The keys of a recipe that are paths. */
import { resolve } from 'node:path'
import { isMapping, type Mapping } from './layer.ts'

const pathKeys = [
  ['data', 'root'],
  ['data', 'prepared'],
  ['network', 'weights'],
] as const

/** `data` with paths that no longer depend on the folder they were written for. */
export function absolutePaths(data: Mapping, folder: string): Mapping {
  const changed = { ...data }
  for (const [section, key] of pathKeys) {
    const part = changed[section]
    if (isMapping(part) && typeof part[key] === 'string')
      changed[section] = { ...part, [key]: resolve(folder, part[key]) }
  }
  return changed
}

/** The recipes that come with deepauc. */
import { existsSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { closestName } from './closest-name.ts'

const folder = fileURLToPath(new URL('../../presets/', import.meta.url))
const extension = '.yaml'

/** `table1/cifar10-10-ct` and the like, and the parts that they are made of, in alphabetical order. */
export function presetNames(): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length).split(sep).join('/'))
    .sort()
}

/** @throws RangeError that suggests what was meant */
export function presetFile(name: string): string {
  const file = join(folder, `${name}${extension}`)
  if (/^[a-z0-9-]+(\/[a-z0-9-]+)*$/.test(name) && existsSync(file)) return file
  const closest = closestName(name, presetNames())
  const hint = closest ? `did you mean ${closest}?` : 'a file ends in .yaml or .yml'
  throw new RangeError(`there is no preset "${name}"; ${hint}`)
}

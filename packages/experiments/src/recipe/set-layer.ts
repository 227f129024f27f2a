/** The options `--set a.b=c` of the command line. */
import { forbiddenKeys, isMapping, type Layer, type Mapping } from './layer.ts'
import type { RecipeProblem } from './recipe-error.ts'
import { yamlValue } from './yaml-layer.ts'

/**
 * @param options `key=value` each, with dots between the keys; values as in the YAML of a recipe. The last wins.
 */
export function setLayer(options: readonly string[]): Layer {
  const settings: Setting[] = []
  const problems: RecipeProblem[] = []
  for (const option of options)
    try {
      settings.push(readOption(option))
    } catch (error) {
      problems.push({ source: sourceOf(option), path: [], message: (error as Error).message })
    }
  return {
    data: settings.reduce<Mapping>((data, { path, value }) => assign(data, path, value), {}),
    problems,
    isWhole: true,
    place(path) {
      const last = settings.findLast((setting) => setting.path.every((key, i) => key === path[i]))
      return last && { source: sourceOf(last.option) }
    },
  }
}

interface Setting {
  readonly option: string
  readonly path: readonly string[]
  readonly value: unknown
}

/** @throws SyntaxError */
function readOption(option: string): Setting {
  const [, keys, text = ''] = /^([^=]+)=(.*)$/s.exec(option) ?? []
  const path = keys?.trim().split('.') ?? []
  if (path.length === 0 || path.includes('')) throw new SyntaxError('give key=value')
  const forbidden = path.find((key) => forbiddenKeys.includes(key))
  if (forbidden !== undefined) throw new SyntaxError(`no key may be called ${forbidden}`)
  if (path[0] === 'extends') throw new SyntaxError('extends can only stand in a file')
  return { option, path, value: yamlValue(text) }
}

function sourceOf(option: string): string {
  return `--set ${option}`
}

function assign(data: Mapping, [key = '', ...rest]: readonly string[], value: unknown): Mapping {
  const old = Object.hasOwn(data, key) ? data[key] : undefined
  const next = rest.length === 0 ? value : assign(isMapping(old) ? old : {}, rest, value)
  return { ...data, [key]: next }
}

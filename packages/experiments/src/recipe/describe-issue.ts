/** Says what the schema found wrong, in the words of somebody who writes YAML. */
import type { z } from 'zod'
import { closestName } from './closest-name.ts'
import { keyHint } from './key-hint.ts'
import { isMapping, type Mapping } from './layer.ts'
import { type KeyPath, keyName } from './recipe-error.ts'

type Issue = z.core.$ZodIssue

export interface Description {
  readonly path: KeyPath
  /** What to point at. */
  readonly what: 'key' | 'value'
  readonly message: string
}

/** One description for each thing that is wrong. */
export function describeIssue(issue: Issue, recipe: Mapping, parent: KeyPath = []): Description[] {
  const path = [...parent, ...(issue.path as KeyPath)]
  const value = valueAt(recipe, path)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      what: 'key',
      message: `${keyName([...path, key])} is not known; ${keyHint(key, keyName(path), recipe)}`,
    }))
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((errors) => !errors.some(concernsAll))
    if (meant) return meant.flatMap((inner) => describeIssue(inner, recipe, path))
  }
  if (issue.code === 'custom')
    return [{ path, what: 'key', message: `${keyName(path) || 'the recipe'} ${issue.message}` }]
  if (value === undefined)
    return [
      { path, what: 'key', message: `${keyName(path)} is missing; it must be ${wanted(issue)}` },
    ]
  const message = `${keyName(path)} must be ${wanted(issue)}, got ${shown(value)}${meantBy(value, issue)}`
  return [{ path, what: 'value', message }]
}

/** True if a value is not even of the kind that the branch of a union is for. */
function concernsAll({ path, code }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value')
}

const kinds: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  tuple: 'a list of two',
}

function wanted(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? issue.expected
    case 'invalid_value':
      return choice(issue.values)
    case 'invalid_union':
      return issue.errors.length > 0
        ? issue.errors.flatMap((errors) => errors.slice(0, 1).map(wanted)).join(', or ')
        : choice(namesOf(issue))
    case 'too_small':
      return bound(issue.origin, issue.inclusive ? '≥' : '>', issue.minimum)
    case 'too_big':
      return bound(issue.origin, issue.inclusive ? '≤' : '<', issue.maximum)
    default:
      return issue.message
  }
}

function bound(origin: string, sign: string, limit: number | bigint): string {
  if (origin === 'array') return `a list of ${sign} ${limit} items`
  if (origin === 'string') return `text of ${sign} ${limit} characters`
  return `${sign} ${limit}`
}

function choice(values: readonly unknown[]): string {
  return values.length === 1 ? String(values[0]) : `one of ${values.join(', ')}`
}

function choices(issue: Issue): readonly string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String)
  if (issue.code !== 'invalid_union') return []
  return [...namesOf(issue), ...issue.errors.flat().flatMap(choices)]
}

/** The names that a method or a network can have. */
function namesOf(issue: Issue): readonly string[] {
  return 'options' in issue ? (issue.options as readonly string[]) : []
}

function meantBy(value: unknown, issue: Issue): string {
  if (typeof value !== 'string') return ''
  const values = choices(issue)
  const closest = closestName(value, values)
  return closest ? `; did you mean ${closest}?` : ''
}

function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function valueAt(recipe: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)]
    return isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined
  }, recipe)
}

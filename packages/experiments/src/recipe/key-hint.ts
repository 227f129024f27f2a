/** What somebody may have meant by a key that is not known at its place. */
import { closestName } from './closest-name.ts'
import { type JsonSchema, recipeJsonSchema } from './json-schema.ts'
import { isMapping, type Mapping } from './layer.ts'

/** A key that the schema knows. */
interface KnownKey {
  readonly key: string
  /** `training`, `method.first`; empty at the top. */
  readonly parent: string
  /** The method or network that has it, if not all have it. */
  readonly of?: string
}

/** Says where `key` belongs, which key was meant, or which keys there are in `parent`. */
export function keyHint(key: string, parent: string, recipe: Mapping): string {
  const name = nameAt(recipe, parent)
  const known = knownKeys(recipeJsonSchema(), '')
  const suits = ({ of, parent: where }: KnownKey) =>
    of === undefined || of === nameAt(recipe, where)
  const siblings = known.filter((one) => one.parent === parent)
  const here = siblings.filter(suits).map((one) => one.key)
  const owners = siblings.filter((one) => one.key === key).map(({ of }) => of)
  if (owners.length > 0 && name) return `it is an option of ${list(owners)}, not of ${name}`
  const elsewhere = known.filter((one) => one.key === key && suits(one))
  if (elsewhere.length > 0) return `it belongs ${list(elsewhere.map(placeOf))}`
  const meant = closestName(key, here) ?? closestPlace(key, known.filter(suits))
  if (meant) return `did you mean ${meant}?`
  return `the keys are ${list(here)}`
}

function placeOf({ parent }: KnownKey): string {
  return parent ? `in ${parent}` : 'at the top'
}

function closestPlace(key: string, known: readonly KnownKey[]): string | undefined {
  const closest = closestName(
    key,
    known.map((one) => one.key),
  )
  const found = known.find((one) => one.key === closest)
  return found && (found.parent ? `${found.parent}.${found.key}` : found.key)
}

/** The method or network that the recipe has chosen. */
function nameAt(recipe: Mapping, parent: string): string | undefined {
  const part = recipe[parent.split('.')[0] ?? '']
  return isMapping(part) && typeof part.name === 'string' ? part.name : undefined
}

function knownKeys(schema: JsonSchema, parent: string, of?: string): KnownKey[] {
  const branches = schema.anyOf ?? [schema]
  return branches.flatMap(({ properties = {} }) => {
    const { name } = properties
    const names = parent === '' ? [of] : (namesOf(name) ?? [of])
    return names.flatMap((owner) =>
      Object.entries(properties).flatMap(([key, property]) => [
        { key, parent, ...(owner !== undefined && { of: owner }) },
        ...knownKeys(property, parent ? `${parent}.${key}` : key, owner),
      ]),
    )
  })
}

function namesOf(name: JsonSchema | undefined): string[] | undefined {
  if (name === undefined) return undefined
  return (name.enum ?? [name.const]) as string[]
}

function list(names: readonly (string | undefined)[]): string {
  return [...new Set(names.filter((name) => name))].join(', ')
}

/** From the name of a profile, or a file, to a profile with all that it extends. */
import { readdirSync } from 'node:fs'
import { basename, dirname, extname, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { closestName } from '../recipe/closest-name.ts'
import type { Layer } from '../recipe/layer.ts'
import { type KeyPath, keyName, RecipeError } from '../recipe/recipe-error.ts'
import { readText } from '../recipe/recipe-layers.ts'
import { yamlLayer } from '../recipe/yaml-layer.ts'
import { extendedLayers } from './extended-layers.ts'
import { type Arm, type ArmKey, armName, type Profile, type Study } from './profile.ts'
import { type ProfileFile, profileSchema, type StudyFile } from './profile-schema.ts'

const folder = fileURLToPath(new URL('../../profiles/', import.meta.url))

/** Names of the profiles that come with deepauc: `smoke`, `laptop`, `paper` and others. */
export function profileNames(): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
  return files.map((file) => basename(file, '.yaml')).sort()
}

/**
 * Reads a profile: the studies of a sweep, with all that their recipes extend.
 *
 * @param reference a path that ends in .yaml or .yml, or a name, as `profileNames` lists them
 * @throws RecipeError that tells what is wrong with the file
 * @throws RangeError if there is no such profile, or an arm begins with one that does not come before it
 */
export async function readProfile(reference: string): Promise<Profile> {
  const path = pathOf(reference)
  const text = await readText(path).catch((cause: Error) => {
    throw new RecipeError([{ source: path, path: [], message: cause.message }])
  })
  const layer = yamlLayer(text, path)
  const { description, studies } = parse(layer, path)
  const extend = extendedLayers(dirname(path))
  const profile: Profile = {
    name: basename(path, extname(path)),
    description,
    studies: await Promise.all(
      Object.entries(studies).map(([name, study]) => expand(name, study, extend)),
    ),
  }
  checkOrder(profile)
  return profile
}

function pathOf(reference: string): string {
  if (/\.ya?ml$/.test(reference)) return isAbsolute(reference) ? reference : join('.', reference)
  const names = profileNames()
  if (names.includes(reference)) return join(folder, `${reference}.yaml`)
  const closest = closestName(reference, names)
  const hint = closest ? `did you mean ${closest}?` : `they are ${names.join(', ')}`
  throw new RangeError(`there is no profile "${reference}"; ${hint}`)
}

function parse({ data, problems, place }: Layer, source: string): ProfileFile {
  const result = profileSchema.safeParse(data)
  if (result.success && problems.length === 0) return result.data
  const found = (result.error?.issues ?? []).flatMap(describe)
  const placed = found.map(({ path, message }) => ({
    ...(place(path, 'key') ?? { source }),
    path,
    message: `${keyName(path)}: ${message}`,
  }))
  throw new RecipeError([...problems, ...placed])
}

function describe(issue: z.core.$ZodIssue): { path: KeyPath; message: string }[] {
  const path = issue.path as KeyPath
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], message: 'is not known' }))
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ path, message }))
  return [{ path, message: issue.message }]
}

async function expand(
  name: string,
  { rows, columns, recipe, ...study }: StudyFile,
  extend: ReturnType<typeof extendedLayers>,
): Promise<Study> {
  const arms = Object.entries(rows).flatMap(([row, rowRecipe]) =>
    Object.entries(columns).map(async ([column, { from, recipe: own, grid }]): Promise<Arm> => {
      const fill = (text: string) => text.replaceAll('{row}', row).replaceAll('{column}', column)
      const layers = [recipe, rowRecipe, own].map((layer) => extend(layer, fill))
      return {
        ...{ study: name, row, column },
        ...(from !== undefined && { from: keyOf(fill(from)) }),
        layers: (await Promise.all(layers)).flat(),
        grid,
      }
    }),
  )
  return { name, ...study, arms: await Promise.all(arms) }
}

function keyOf(text: string): ArmKey {
  const [study = '', row = '', column = ''] = text.split('/')
  return { study, row, column }
}

function checkOrder({ studies }: Profile): void {
  const before = new Set<string>()
  for (const arm of studies.flatMap(({ arms }) => arms)) {
    if (arm.from && !before.has(armName(arm.from)))
      throw new RangeError(
        `${armName(arm)} begins with ${armName(arm.from)}, which is not before it`,
      )
    before.add(armName(arm))
  }
}

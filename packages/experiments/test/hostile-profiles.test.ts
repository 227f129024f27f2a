import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { parseRecipe } from '../src/index.ts'
import { RecipeError } from '../src/recipe/recipe-error.ts'
import { beginSweep, planSweep } from '../src/sweep/plan-sweep.ts'
import type { Profile } from '../src/sweep/profile.ts'
import { readProfile } from '../src/sweep/read-profile.ts'
import { sweepStatus } from '../src/sweep/sweep-status.ts'
import { arm, manyCells, newFolder, profileOf, studyOf } from './sweep-profiles.ts'

const names = Object.getOwnPropertyNames(Object.prototype)
afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(names)
  expect(({} as Record<string, unknown>).x).toBeUndefined()
})

const profile = (rest: string) => `description: d
studies:
  a:
    description: d
    recipe: { data: { source: sample, binarize: halves }, network: { name: mlp }, training: { budget: { steps: 1 } } }
    rows: { r: {} }
    columns: { c: { recipe: { method: { name: CE } }${rest} } }
    tuningSeeds: [1]
    seeds: [1]
`

async function reading(text: string | Buffer): Promise<Profile> {
  const file = join(newFolder(), 'own.yaml')
  writeFileSync(file, text)
  return readProfile(file)
}

describe('a profile', () => {
  test('that is meant well is read', async () => {
    expect((await planSweep(await reading(profile('')))).cells).toHaveLength(1)
  })

  test.each([
    [`__proto__: { x: 1 }\n${profile('')}`, 'no key may be called __proto__'],
    [profile(', __proto__: { x: 1 }'), 'no key may be called __proto__'],
    [profile(', grid: { constructor: [1] }'), 'no key may be called constructor'],
    [profile('').replace('{ r: {} }', '{ prototype: {} }'), 'no key may be called prototype'],
    [profile(', from: !!js/function "x"'), 'Unresolved tag'],
    [profile(', from: !own x'), 'Unresolved tag'],
    [`${profile('')}#${' '.repeat(256 * 1024)}`, 'bytes are too many for a recipe'],
    [Buffer.from(`# caf\xe9\n${profile('')}`, 'latin1'), 'it cannot be read'],
    [
      Array.from(
        { length: 12 },
        (_, i) => `a${i}: &a${i} [${Array(9).fill(i === 0 ? 'x' : `*a${i - 1}`)}]`,
      ).join('\n'),
      'Excessive alias count',
    ],
  ])('may not be %j', async (text, message) => {
    await expect(reading(text)).rejects.toThrow(RecipeError)
    await expect(reading(text)).rejects.toThrow(message)
  })

  test('that is not there is named', async () => {
    await expect(readProfile('/nowhere/x.yaml')).rejects.toThrow(
      '/nowhere/x.yaml: there is no such file',
    )
  })

  test.each(['__proto__.x', 'data.__proto__.x', 'constructor.prototype.x', 'data, __proto__.x'])(
    'whose grid has %j has no plan',
    async (key) => {
      const wanted = await reading(profile(`, grid: { "${key}": [1] }`))
      await expect(planSweep(wanted)).rejects.toThrow(RecipeError)
    },
  )
})

test('JSON of a stranger, in a sweep or a run, gets the same answer as YAML', async () => {
  const layers = [JSON.parse('{"method":{"name":"CE","__proto__":{"x":1}},"__proto__":{"x":1}}')]
  const sweep = profileOf(studyOf('a', [arm('ce', { layers })]))
  await expect(planSweep(sweep)).rejects.toThrow(RecipeError)

  const out = newFolder()
  await beginSweep(manyCells(1), out)
  const file = join(out, 'sweep.json')
  const begun = JSON.parse(readFileSync(file, 'utf8'))
  begun.profile.studies[0].arms[0].layers.push(...layers)
  writeFileSync(file, JSON.stringify(begun))
  expect(readFileSync(file, 'utf8')).toContain('"__proto__":{"x":1}')
  await expect(sweepStatus(out)).rejects.toThrow(RecipeError)

  const recipe = JSON.parse('{"data":{"__proto__":{"x":1}},"constructor":{"prototype":{"x":1}}}')
  expect(() => parseRecipe(recipe, 'run.json')).toThrow(RecipeError)
})

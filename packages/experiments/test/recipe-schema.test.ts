import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sources } from '@deepauc/datasets'
import { aucCe, aucSc, ce, ct, type Method, tsDec, tsDrw } from '@deepauc/trainer'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { tablePresets } from '../../../tools/write-recipes.ts'
import { makeMethod } from '../src/make-method.ts'
import { type JsonSchema, recipeJsonSchema } from '../src/recipe/json-schema.ts'
import { presetNames } from '../src/recipe/presets.ts'
import { readRecipe } from '../src/recipe/read-recipe.ts'
import { recipeSchema } from '../src/recipe/schema.ts'

interface Golden {
  readonly schemaSha256: string
  readonly presets: number
  readonly presetsSha256: string
  readonly files: { readonly text: string; readonly isValid: boolean }[]
}
const golden: Golden = JSON.parse(
  readFileSync(new URL('golden/recipes.json', import.meta.url), 'utf8'),
)

const packageFile = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url))
const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')

test('the published schema and the presets of the tables are what tools/write-recipes.ts writes', () => {
  const published = readFileSync(packageFile('recipe.schema.json'), 'utf8')
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(recipeJsonSchema())))
  for (const [name, text] of Object.entries(tablePresets()))
    expect(readFileSync(packageFile(name), 'utf8'), name).toBe(text)
})

test('jsonschema has seen this schema and these presets (else run tools/golden/recipes.py), and accepts all presets', () => {
  expect(sha256(readFileSync(packageFile('recipe.schema.json')))).toBe(golden.schemaSha256)
  const files = presetNames()
    .map((name) => `presets/${name}.yaml`)
    .sort()
  expect(files).toHaveLength(golden.presets)
  const all = files.map((name) => `${name}\0${readFileSync(packageFile(name), 'utf8')}\0`)
  expect(sha256(all.join(''))).toBe(golden.presetsSha256)
})

const [extending, others] = [true, false].map((wanted) =>
  golden.files.filter(({ text }) => text.startsWith('extends') === wanted),
)

test.each(others!)('reader and jsonschema agree on $text', async ({ text, isValid }) => {
  const file = join(mkdtempSync(join(tmpdir(), 'recipe-')), 'recipe.yaml')
  // On top of a complete recipe, so that the reader misses nothing.
  writeFileSync(file, `extends: table1/cifar10-10-ct\n${text === '{}' ? '' : text}\n`)
  const isRead = await readRecipe(file).then(
    () => true,
    () => false,
  )
  expect(isRead).toBe(isValid)
})

test('jsonschema takes a name or a list of names to extend', () => {
  expect(extending!.map(({ text, isValid }) => [text, isValid])).toEqual([
    ['extends: table1/cifar10-10-ct', true],
    ['extends: [data/cifar10, ./own.yaml]', true],
    ['extends: 3', false],
  ])
})

test('every key has a description', () => {
  const undescribed: string[] = []
  const walk = ({ properties = {}, anyOf = [] }: JsonSchema, path: string) => {
    for (const branch of anyOf) walk(branch, path)
    for (const [key, property] of Object.entries(properties)) {
      if (!property.description && key !== 'name') undescribed.push(`${path}.${key}`)
      walk(property, `${path}.${key}`)
    }
  }
  walk(recipeJsonSchema(), '')
  expect(undescribed).toEqual([])
})

test('every data set of the registry can be chosen, with each value of its options', () => {
  const choices = Object.entries(sources).flatMap(([source, { options = {} }]) => [
    { source, options: {} },
    ...Object.entries(options).flatMap(([option, values]) =>
      values.map((value) => ({ source, options: { [option]: parse(value) } })),
    ),
  ])
  expect(choices.length).toBeGreaterThan(25)
  for (const data of choices) {
    const recipe = { ...minimal, data: { binarize: 'halves', ...data } }
    expect(recipeSchema.safeParse(recipe).success, JSON.stringify(data)).toBe(true)
  }
})

const minimal = {
  data: { source: 'sample', binarize: 'halves' },
  network: { name: 'resnet20' },
  method: { name: 'CT' },
  training: { budget: { steps: 1 } },
}

test('nothing but data, network, method and budget has to be said', () => {
  expect(recipeSchema.parse(minimal)).toMatchObject({
    data: { imratio: 'as-is', validation: { fraction: 0.1, by: 'image' } },
    augmentation: {},
    training: {
      seed: 0,
      batchSize: 128,
      positiveRate: 0.2,
      schedule: { drops: [0.5, 0.75], factor: 10 },
      evaluations: 10,
      accumulate: 1,
      precision: 'float32',
      checkpoint: { keep: 2 },
    },
  })
})

test.each([
  ['CE', ce()],
  ['AUCsc', aucSc()],
  ['AUC-CE', aucCe()],
  ['TS-DRW', tsDrw()],
  ['TS-DEC', tsDec()],
  ['CT', ct()],
])('%s has the learning rates and batches that the trainer gives it by default', (name, method) => {
  const seen = ({ stages }: Method) =>
    stages.map(({ batches, gradientEvaluations, optimizer }) => ({
      batches,
      gradientEvaluations,
      rates: optimizer.learningRates,
    }))
  const recipe = recipeSchema.parse({ ...minimal, method: { name } })
  expect(seen(makeMethod(recipe.method))).toEqual(seen(method))
})

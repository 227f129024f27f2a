import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { exitCodeOf } from '../src/exit-code.ts'
import { wantedRecipes } from '../src/train/wanted-recipes.ts'

describe('a comparison', () => {
  test('is of three methods on the sample, alike in everything else', async () => {
    const recipes = await wantedRecipes({}, 'wasm')
    expect(recipes.map(({ name }) => name)).toEqual(['CE', 'AUCsc', 'CT'])
    for (const { data, network, training } of recipes) {
      expect(data).toMatchObject({ source: 'sample', imratio: 0.1 })
      expect(data.binarize).toMatchObject({ positive: ['Shirt'] })
      expect([network, training]).toEqual([recipes[0]?.network, recipes[0]?.training])
    }
  })

  test('takes every option', async () => {
    const flags = {
      methods: ['TS-DRW'],
      source: 'cifar10',
      prepared: 'cifar',
      positive: ['cat'],
      negative: ['dog'],
      imratio: 0.05,
      network: 'mlp',
      precision: 'float32',
      batchSize: 32,
      positiveRate: 0.25,
      gradientEvaluations: 70,
      evaluations: 3,
      seed: 5,
    } as const
    const [recipe] = await wantedRecipes(flags, 'native')
    expect(recipe).toMatchObject({
      name: 'TS-DRW',
      data: {
        source: 'cifar10',
        prepared: resolve('cifar'),
        binarize: { positive: ['cat'], negative: ['dog'] },
        imratio: 0.05,
      },
      network: { name: 'mlp' },
      method: { name: 'TS-DRW' },
      training: {
        batchSize: 32,
        positiveRate: 0.25,
        budget: { gradientEvaluations: 70 },
        evaluations: 3,
        seed: 5,
        precision: 'float32',
      },
    })
  })

  test('--quick is a fraction of the budget', async () => {
    const [quick, full] = await Promise.all(
      [true, false].map((fast) => wantedRecipes({ quick: fast, methods: ['CT'] }, 'cpu')),
    )
    const budget = (recipes = quick) => recipes?.[0]?.training.budget.gradientEvaluations as number
    expect(budget(quick)).toBeLessThan(budget(full) / 2)
  })

  test('in files of their own, classes are those of mnist, by halves unless they are named', async () => {
    const [recipe] = await wantedRecipes({ root: 'digits' }, 'cpu')
    expect(recipe?.data).toMatchObject({
      source: 'mnist',
      root: resolve('digits'),
      binarize: 'halves',
    })
    const [named] = await wantedRecipes({ root: 'digits', positive: ['3'] }, 'cpu')
    expect(named?.data.binarize).toEqual({ positive: ['3'] })
  })
})

describe('--recipe', () => {
  test('a preset with changes and short cuts for paths', async () => {
    const flags = { recipe: ['table1/cifar10-10-ct'], root: "it's a: #folder" }
    const [recipe] = await wantedRecipes({ ...flags, set: ['training.seed=2'] }, 'cpu')
    expect(recipe?.data).toMatchObject({
      source: 'cifar10',
      imratio: 0.1,
      root: resolve(flags.root),
    })
    expect(recipe).toMatchObject({ method: { name: 'CT' }, training: { seed: 2 } })
  })

  test('several are called as their files, where they have no names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deepauc-recipes-'))
    const file = join(folder, 'wide.yaml')
    writeFileSync(file, 'extends: sample/ct\n')
    const named = join(folder, 'other.yaml')
    writeFileSync(named, 'extends: sample/ct\nname: narrow\n')
    const recipes = await wantedRecipes({ recipe: [file, 'sample/ce', named] }, 'cpu')
    expect(recipes.map(({ name }) => name)).toEqual(['wide', 'ce', 'narrow'])
  })
})

const recipe = ['sample/ct']

test.each<[string, Parameters<typeof wantedRecipes>[0], string]>([
  ['an unknown source', { source: 'mnits', root: 'x' }, 'mnist'],
  ['negatives alone', { root: 'x', negative: ['1'] }, '--negative needs --positive'],
  ['imratio 0', { imratio: 0 }, 'imratio'],
  ['imratio 0.7', { imratio: 0.7 }, 'imratio'],
  [
    'an unknown method',
    { methods: ['XY'] },
    'the methods are CE, AUCsc, AUC-CE, TS-DRW, TS-DEC, CT, CT-algorithm1',
  ],
  ['an unknown network', { network: 'vgg' }, 'the networks are resnet20, resnet32'],
  ['an unknown precision', { precision: 'half' as 'float32' }, 'precision'],
  ['no evaluation', { evaluations: 0 }, 'evaluations'],
  ['files for the sample', { source: 'sample', root: 'x' }, 'data.root'],
  ['an unknown preset', { recipe: ['sample/cct'] }, 'did you mean sample/ct?'],
  [
    'imratio beside a recipe',
    { recipe, imratio: 0.05 },
    '--imratio cannot stand beside --recipe; give --set data.imratio=0.05',
  ],
  [
    'classes beside a recipe',
    { recipe, positive: ['a', 'b'] },
    'give --set data.binarize.positive=[a,b]',
  ],
  [
    'a budget beside a recipe',
    { recipe, gradientEvaluations: 9 },
    '--gradient-evaluations cannot stand beside --recipe; give --set training.budget.gradientEvaluations=9',
  ],
  ['other data', { recipe: [...recipe, 'table1/cifar10-10-ct'] }, 'are for different data'],
  ['--set alone', { set: ['training.seed=1'] }, 'give --recipe'],
  ['--resume with a recipe', { recipe, resume: 'x' }, '--recipe cannot stand beside --resume'],
  ['--resume with a root', { root: 'x', resume: 'x' }, '--root cannot stand beside --resume'],
])('refuses %s', async (_, flags, message) => {
  const error = await wantedRecipes(flags, 'cpu').catch((cause: unknown) => cause)
  expect((error as Error).message).toContain(message)
  expect(exitCodeOf(error)).toBe(2)
})

test('there must be something to resume, and it must be whole', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'deepauc-resume-'))
  const resumed = () => wantedRecipes({ resume: folder }, 'cpu').catch((cause: unknown) => cause)
  const nothing = await resumed()
  expect((nothing as Error).message).toContain(`${folder}: holds no run`)
  writeFileSync(join(folder, 'comparison.json'), '{ "recipes": [')
  const damaged = await resumed()
  expect((damaged as Error).message).toContain(`${join(folder, 'comparison.json')}: is damaged`)
  expect([exitCodeOf(nothing), exitCodeOf(damaged)]).toEqual([3, 3])
})

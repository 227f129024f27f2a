import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { closestName } from '../src/recipe/closest-name.ts'
import { readRecipe } from '../src/recipe/read-recipe.ts'
import { RecipeError } from '../src/recipe/recipe-error.ts'

const folder = mkdtempSync(join(tmpdir(), 'recipe-'))

beforeAll(() => {
  writeFileSync(
    join(folder, 'base.yaml'),
    `data: { source: cifar10, binarize: halves }
network: { name: resnet20 }
method: { name: CT }
training:
  budget: { epochs: 3 }
`,
  )
})

/** The lines of the error, with the folder left out of them. */
async function errorsOf(text: string, set: string[] = []): Promise<string[]> {
  writeFileSync(join(folder, 'r.yaml'), text)
  const error = await readRecipe(join(folder, 'r.yaml'), { set }).catch((e) => e)
  expect(error).toBeInstanceOf(RecipeError)
  return error.message.replaceAll(`${folder}/`, '').split('\n')
}

test('tells everything that is wrong, in the order of the file', async () => {
  const text = `extends: base.yaml
batchSize: 3
method:
  momentum: 0.9
  inner_steps: 2
  innerAveraging: 1.5
  variant: libau
training: { network: {}, seed: "1", budget: { epoch: 3 } }
`
  expect(await errorsOf(text)).toEqual([
    'r.yaml:2:1: batchSize is not known; it belongs in training',
    'r.yaml:4:3: method.momentum is not known; it is an option of CE, not of CT',
    'r.yaml:5:3: method.inner_steps is not known; did you mean innerSteps?',
    'r.yaml:6:19: method.innerAveraging must be ≤ 1, got 1.5',
    'r.yaml:7:12: method.variant must be one of libauc, algorithm1, got "libau"; did you mean libauc?',
    'r.yaml:8:13: training.network is not known; it belongs at the top',
    'r.yaml:8:32: training.seed must be a number, got "1"',
    'r.yaml:8:37: training.budget needs exactly one of gradientEvaluations, epochs, steps and seconds',
    'r.yaml:8:47: training.budget.epoch is not known; did you mean epochs?',
  ])
})

test.each([
  ['data: { binarise: halves }', '2:9: data.binarise is not known; did you mean binarize?'],
  ['data: { rot: x }', '2:9: data.rot is not known; did you mean root?'],
  ['training: { momentum: 0.9 }', '2:13: training.momentum is not known; the keys are seed, batch'],
  [
    'training: { learningRate: 1 }',
    '2:13: training.learningRate is not known; it belongs in method',
  ],
  ['trainings: {}', '2:1: trainings is not known; did you mean training?'],
  ['xyz: 1', '2:1: xyz is not known; the keys are name, extends, data'],
  ['data: 3', '2:7: data must be a mapping, got 3'],
  ['data: [a]', '2:7: data must be a mapping, got ["a"]'],
  ['data: { source: cifr10 }', '2:17: data.source must be one of sample, cifar10'],
  ['data: { source: cifr10 }', '; did you mean cifar10?'],
  ['data: { source: null }', '2:9: data.source is missing; it must be one of sample'],
  ['data: { imratio: 1 % }', '2:18: data.imratio must be a number, or as-is, got "1 %"'],
  ['data: { imratio: asis }', '; did you mean as-is?'],
  ['data: { options: { views: all } }', '2:20: data.options.views is not an option of cifar10'],
  ['data: { source: sample, root: x }', '2:25: data.root is not for the sample'],
  ['data: { root: a, prepared: b }', '2:18: data.prepared excludes data.root'],
  ['data: { findings: [Edema] }', 'data needs exactly one of binarize and findings'],
  ['data: { binarize: ~ }', 'data needs exactly one of binarize and findings'],
  [
    'data: { binarize: { positive: [] } }',
    'data.binarize.positive must be a list of ≥ 1 items, got []',
  ],
  [
    'data: { binarize: { positive: [cat, 3] } }',
    '2:37: data.binarize.positive[1] must be text, got 3',
  ],
  ['network: { name: resnet }', '2:18: network.name must be one of resnet20'],
  ['network: { name: mlp, hiden: [3] }', '2:23: network.hiden is not known; did you mean hidden?'],
  [
    'network: { width: 3 }',
    '2:12: network.width is not known; it is an option of small-cnn, not of res',
  ],
  ['method: { innerSteps: 1.5 }', '2:23: method.innerSteps must be a whole number, got 1.5'],
  ['method: { learningRate: 0 }', '2:25: method.learningRate must be > 0, got 0'],
  ['method: { learningRate: .inf }', '2:25: method.learningRate must be a number, got Infinity'],
  ['method: { loss: { prior: bach } }', 'got "bach"; did you mean batch?'],
  ['method: { alphaMin: 2, alphaMax: 1 }', '2:11: method.alphaMin must be below alphaMax, 1'],
  [
    'method: { variant: algorithm1, epochDecay: 1 }',
    '2:32: method.epochDecay belongs to variant lib',
  ],
  ['method: { scaleBounds: [2, 1] }', 'method.scaleBounds must be the lower bound'],
  ['method: { scaleBounds: [2] }', 'method.scaleBounds'],
  ['method: { name: TS-DRW, first: { momentm: 0 } }', 'did you mean momentum?'],
  ['method: { name: TS-DEC, innerSteps: 2 }', 'it is an option of CT, not of TS-DEC'],
  ['training: { accumulate: 3 }', '2:13: training.accumulate must divide batchSize, 128'],
  ['training: { schedule: { drops: [0.7, 0.3] } }', 'training.schedule.drops must be in ascending'],
  ['training: { schedule: { drops: 0.5 } }', 'training.schedule.drops must be a list, got 0.5'],
  ['training: { budget: { steps: 1, epochs: 1 } }', 'training.budget needs exactly one of'],
  [
    'training: { checkpoint: { every: 3 } }',
    'training.checkpoint.every is not known; did you mean',
  ],
  [
    'method: { name: TS-DRW }\ntraining: { schedule: { drops: [] } }',
    '3:25: training.schedule.drops must not be empty',
  ],
])('%s', async (text, message) => {
  const errors = await errorsOf(`extends: base.yaml\n${text}\n`)
  expect(errors.filter((line) => line.includes(message))).toHaveLength(1)
})

test('points at the file that is to blame, not at the one that was asked for', async () => {
  writeFileSync(join(folder, 'wrong.yaml'), 'extends: base.yaml\n\ntraining: { seed: -1 }')
  expect(await errorsOf('extends: wrong.yaml')).toEqual([
    'wrong.yaml:3:19: training.seed must be ≥ 0, got -1',
  ])
})

test('names what is missing', async () => {
  expect(await errorsOf('method: { name: CT }')).toEqual([
    expect.stringMatching(/r.yaml: data is missing; it must be a mapping$/),
    expect.stringMatching(/r.yaml: network is missing/),
    expect.stringMatching(/r.yaml: training is missing/),
  ])
  expect(await errorsOf('')).toHaveLength(4)
})

test.each([
  ['a: 1\na: 2', 'r.yaml:2:1: Map keys must be unique'],
  ['a: [1', 'r.yaml:1:6: Flow sequence'],
  ['a: 1\n\tb: 2', 'r.yaml:2:1: Tabs are not allowed as indentation'],
  ['- a', 'r.yaml: a recipe is a mapping'],
  ['a: 1\n---\nb: 2', 'Source contains multiple documents'],
  ['1: 2', 'r.yaml:1:1: 1 is not known'],
  ['? [a]\n: 2', 'With stringKeys, all keys must be strings'],
  ['name: !!js/function "x"', 'r.yaml:1:7: Unresolved tag'],
  ['name: !own x', 'r.yaml:1:7: Unresolved tag: !own'],
  ['name: !!binary aGk=', 'r.yaml:1:7: Unresolved tag'],
  ['__proto__: { x: 1 }', 'r.yaml:1:1: no key may be called __proto__'],
  ['data: { constructor: 1 }', 'r.yaml:1:9: no key may be called constructor'],
  ['extends: base.yml', 'r.yaml:1:10: cannot extend base.yml: there is no such file'],
  ['extends: [data/cifr10]', 'r.yaml:1:11: cannot extend data/cifr10: there is no preset'],
  ['extends: [data/cifr10]', 'did you mean data/cifar10?'],
  ['extends: [../data/cifar10]', 'there is no preset "../data/cifar10"'],
  ['extends: 3', 'r.yaml:1:10: cannot extend 3: it is no name of a preset or a file'],
  ['extends: r.yaml', 'cannot extend r.yaml: it extends itself: r.yaml → r.yaml'],
  ['extends: sub/../r.yaml', 'it extends itself'],
  ['extends: folder.yaml', 'cannot extend folder.yaml: it cannot be read: EISDIR'],
])('refuses %j', async (text, message) => {
  mkdirSync(join(folder, 'folder.yaml'), { recursive: true })
  expect((await errorsOf(text)).join('\n')).toContain(message)
})

test('a circle of files, one that extends half the world, and one that cannot end', async () => {
  writeFileSync(join(folder, 'x.yaml'), 'extends: y.yaml')
  writeFileSync(join(folder, 'y.yaml'), 'extends: [base.yaml, x.yaml]')
  expect((await errorsOf('extends: x.yaml')).join()).toContain('x.yaml → y.yaml → x.yaml')

  for (let i = 0; i < 30; i++)
    writeFileSync(join(folder, `d${i}.yaml`), `extends: [d${i + 1}.yaml, d${i + 1}.yaml]`)
  writeFileSync(join(folder, 'd30.yaml'), '{}')
  expect((await errorsOf('extends: d0.yaml')).join()).toContain('more than 100 files')

  const bomb = Array.from({ length: 12 }, (_, i) => {
    const inner = i === 0 ? 'x' : `*a${i - 1}`
    return `a${i}: &a${i} [${Array(9).fill(inner)}]`
  })
  expect(await errorsOf(bomb.join('\n'))).toEqual([
    'r.yaml:1:1: Excessive alias count indicates a resource exhaustion attack',
  ])
  expect(await errorsOf(`name: ${'['.repeat(200_000)}`)).not.toEqual([])
})

test('no recipe is larger than 256 KiB, or in another encoding', async () => {
  const reading = (name: string) => readRecipe(join(folder, name))
  writeFileSync(join(folder, 'large.yaml'), `#${' '.repeat(256 * 1024)}\n`)
  await expect(reading('large.yaml')).rejects.toThrow('262146 bytes are too many for a recipe')
  writeFileSync(join(folder, 'latin1.yaml'), Buffer.from('name: caf\xe9', 'latin1'))
  await expect(reading('latin1.yaml')).rejects.toThrow('it cannot be read')
  await expect(reading('none.yaml')).rejects.toThrow('none.yaml: there is no such file')
  await expect(readRecipe('table1/cifar-10-ct')).rejects.toThrow('did you mean table1/')
})

test.each([
  ['method.inerSteps=2', 'method.inerSteps is not known; did you mean innerSteps?'],
  ['training.seed=abc', 'training.seed must be a number, got "abc"'],
  ['data.source=', 'data.source is missing; it must be one of sample'],
  ['seed=1', 'seed is not known; it belongs in training'],
  ['foo', 'give key=value'],
  ['=3', 'give key=value'],
  ['a..b=3', 'give key=value'],
  ['training.batchSize=[', 'Flow sequence'],
  ['name=!own x', 'Unresolved tag'],
  ['extends=a.yaml', 'extends can only stand in a file'],
  ['__proto__.x=1', 'no key may be called __proto__'],
  ['data.constructor.prototype.x=1', 'no key may be called constructor'],
  ['data={ __proto__: { x: 1 } }', 'no key may be called __proto__'],
])('--set %s names the option', async (option, message) => {
  const errors = await errorsOf('extends: base.yaml', ['name=fine', option])
  expect(errors).toHaveLength(1)
  expect(errors[0]).toContain(`--set ${option}: ${message}`)
})

test('whatever a file or an option holds, it is read or refused, and Object.prototype stays as it is', async () => {
  const key = fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'data',
    'method',
    'x',
    'toString',
  )
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(fc.integer(), fc.constant('x'), fc.constant(null)),
      fc.array(fc.tuple(key, tie('tree')), { maxLength: 3 }).map(Object.fromEntries),
    ),
  }))
  // Object.fromEntries and JSON.stringify keep __proto__ as a key like others; JSON is YAML.
  const options = fc.tuple(fc.array(key, { minLength: 1, maxLength: 3 }), tree)
  const before = Object.getOwnPropertyNames(Object.prototype)
  await fc.assert(
    fc.asyncProperty(tree, fc.array(options, { maxLength: 3 }), async (content, settings) => {
      const set = settings.map(([path, value]) => `${path.join('.')}=${JSON.stringify(value)}`)
      writeFileSync(join(folder, 'p.yaml'), JSON.stringify(content))
      const error = await readRecipe(join(folder, 'p.yaml'), { set }).catch((e) => e)
      expect(error).toBeInstanceOf(RecipeError)
      expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
      expect(Object.getPrototypeOf({})).toBe(Object.prototype)
      expect(({} as Record<string, unknown>).x).toBeUndefined()
    }),
    { numRuns: 300, seed: 1 },
  )
})

test('guesses a name from its letters, and nothing from other letters', () => {
  const names = ['batchSize', 'seed', 'epochs']
  expect(closestName('batch_size', names)).toBe('batchSize')
  expect(closestName('bachSize', names)).toBe('batchSize')
  expect(closestName('epoch', names)).toBe('epochs')
  expect(closestName('sed', names)).toBe('seed')
  expect(closestName('bat', names)).toBe('batchSize')
  expect(closestName('ba', names)).toBeUndefined()
  expect(closestName('momentum', names)).toBeUndefined()
})

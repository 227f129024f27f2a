import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { readRecipe } from '../src/recipe/read-recipe.ts'
import { RecipeError } from '../src/recipe/recipe-error.ts'

/** Writes files into a new folder and returns a function from their names to paths. */
function folderWith(files: Record<string, string>): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'recipe-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return (name) => join(folder, name)
}

const complete = `data: { source: cifar10, binarize: halves, imratio: 0.1 }
network: { name: resnet20 }
method: { name: CE, momentum: 0.5 }
training: { batchSize: 64, budget: { epochs: 3 } }
`

test('a file changes what it extends, the later of them stronger', async () => {
  const at = folderWith({
    'a.yaml': complete,
    'parts/b.yml': 'training: { batchSize: 32, seed: 1 }\ndata: { imratio: 0.2 }',
    'c.yaml': 'extends: [a.yaml, ./parts/b.yml]\ntraining: { seed: 2 }',
  })
  const { data, training, method } = await readRecipe(at('c.yaml'))
  expect(data.imratio).toBe(0.2)
  expect(training).toMatchObject({ batchSize: 32, seed: 2, budget: { epochs: 3 } })
  expect(method).toMatchObject({ name: 'CE', momentum: 0.5, learningRate: 0.1 })
})

test('extends a preset by its name from anywhere, and is gone when it is read', async () => {
  const at = folderWith({ 'mine.yaml': 'extends: table1/stl10-1-ct\nmethod: { innerSteps: 3 }' })
  const recipe = await readRecipe(at('mine.yaml'))
  const { method, ...others } = await readRecipe('table1/stl10-1-ct')
  expect(recipe).toEqual({ ...others, method: { ...method, innerSteps: 3 } })
  expect(recipe).not.toHaveProperty('extends')
})

test('two files may extend the same third one', async () => {
  const at = folderWith({
    'a.yaml': complete,
    'b.yaml': 'extends: a.yaml',
    'c.yaml': 'extends: a.yaml\ntraining: { seed: 5 }',
    'd.yaml': 'extends: [c.yaml, b.yaml]',
  })
  expect((await readRecipe(at('d.yaml'))).training.seed).toBe(0 + 5)
})

test('another method, network or budget comes without the options of the old one', async () => {
  const at = folderWith({
    'a.yaml': complete,
    'b.yaml': 'extends: a.yaml\nmethod: { name: CT }\ntraining: { budget: { seconds: 9 } }',
  })
  const { method, training } = await readRecipe(at('b.yaml'))
  expect(method).not.toHaveProperty('momentum')
  expect(training.budget).toEqual({ seconds: 9 })
})

test('null takes away what is extended', async () => {
  const at = folderWith({
    'a.yaml': complete,
    'b.yaml': 'extends: a.yaml\nmethod: { momentum: null }\ndata: { imratio: ~ }',
  })
  const { method, data } = await readRecipe(at('b.yaml'))
  expect(method).toMatchObject({ momentum: 0.9 })
  expect(data.imratio).toBe('as-is')
})

test('paths are relative to the file that says them, or on the command line to the working folder', async () => {
  const at = folderWith({
    'parts/a.yaml': `${complete}`.replace('halves', 'halves, root: ../images'),
    'b.yaml': 'extends: parts/a.yaml\nnetwork: { weights: start.safetensors }',
  })
  const recipe = await readRecipe(at('b.yaml'))
  expect(recipe.data.root).toBe(at('images'))
  expect(recipe.network.weights).toBe(at('start.safetensors'))
  const moved = await readRecipe(relative(process.cwd(), at('b.yaml')), { set: ['data.root=here'] })
  expect(moved.data.root).toBe(join(process.cwd(), 'here'))
  expect(moved.network.weights).toBe(at('start.safetensors'))
})

test.each([
  ['training.seed=3', { training: { seed: 3 } }],
  ['method.weightDecay=1e-3', { method: { weightDecay: 0.001 } }],
  ['data.binarize.positive=[dog, frog]', { data: { binarize: { positive: ['dog', 'frog'] } } }],
  ['training.budget={ steps: 7 }', { training: { budget: { steps: 7 } } }],
  ['training.budget.steps=7', { training: { budget: { steps: 7 } } }],
  ['method={ name: CT, innerSteps: 2 }', { method: { name: 'CT', innerSteps: 2 } }],
  ['method.momentum=', { method: { momentum: 0.9 } }],
  ['name=a=b: "c"', undefined],
  ['name="a=b: c"', { name: 'a=b: c' }],
  [`name=${JSON.stringify('odd "name"\\ #1 é')}`, { name: 'odd "name"\\ #1 é' }],
])('--set %s', async (option, change) => {
  const at = folderWith({ 'a.yaml': complete })
  const reading = readRecipe(at('a.yaml'), { set: [option] })
  if (change === undefined) await expect(reading).rejects.toThrow(RecipeError)
  else expect(await reading).toMatchObject(change)
})

test('of two --set the later wins, and a name given last keeps the options given first', async () => {
  const at = folderWith({ 'a.yaml': complete })
  const set = ['method.innerSteps=2', 'training.seed=1', 'training.seed=2', 'method.name=CT']
  expect(await readRecipe(at('a.yaml'), { set })).toMatchObject({
    method: { name: 'CT', innerSteps: 2 },
    training: { seed: 2 },
  })
})

test('YAML is 1.2, whatever a file says: no means no, and << is no merge', async () => {
  const at = folderWith({
    'a.yaml': `%YAML 1.1\n---\nname: no\n${complete}`,
    'b.yaml': `base: &base { seed: 1 }\n${complete}`,
    'c.yaml': `${complete}augmentation: &a { flip: true }\n`,
  })
  expect((await readRecipe(at('a.yaml'))).name).toBe('no')
  await expect(readRecipe(at('b.yaml'))).rejects.toThrow('base is not known')
  expect((await readRecipe(at('c.yaml'))).augmentation).toEqual({ flip: true })
})

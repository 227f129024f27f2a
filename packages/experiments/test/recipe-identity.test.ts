import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recipeHash, resolvedRecipe } from '../src/recipe/identity.ts'
import { readRecipe } from '../src/recipe/read-recipe.ts'

const folder = mkdtempSync(join(tmpdir(), 'recipe-'))
const hashOf = async (text: string) => {
  writeFileSync(join(folder, 'r.yaml'), text)
  return recipeHash(await readRecipe(join(folder, 'r.yaml')))
}

const first = `name: one
data: { source: cifar10, binarize: halves }
network: { name: mlp }
method: { name: AUC-CE, loss: { margin: 1 } }
training: { budget: { epochs: 3 }, seed: 1 }
`

test('is canonical JSON of what matters: sorted keys, defaults, no paths', async () => {
  const set = ['data.root=here', 'training.workers=2', 'training.checkpoint.keep=5', 'name=x']
  writeFileSync(join(folder, 'r.yaml'), first)
  const text = await resolvedRecipe(await readRecipe(join(folder, 'r.yaml'), { set }))
  expect(text).toBe(
    '{"augmentation":{},"data":{"binarize":"halves","imratio":"as-is","source":"cifar10",' +
      '"validation":{"by":"image","fraction":0.1}},"method":{"alphaMax":999,"alphaMin":0,' +
      '"crossEntropyWeight":0.5,"epochDecay":0,"gradientAveraging":0.9,"learningRate":0.1,' +
      '"loss":{"margin":1,"prior":"none","scoreTransform":"sigmoid"},"mode":"sgd","name":"AUC-CE",' +
      '"reference":"initial","weightDecay":0.0001},"network":{"hidden":[64],"name":"mlp"},' +
      '"training":{"accumulate":1,"batchSize":128,"budget":{"epochs":3},"evaluations":10,' +
      '"positiveRate":0.2,"precision":"float32","schedule":{"drops":[0.5,0.75],"factor":10},"seed":1}}',
  )
  expect(await hashOf(first)).toBe(createHash('sha256').update(text).digest('hex'))
})

test('does not depend on the order of keys, nor on whether a default is written down', async () => {
  const second = `training: { seed: 1, batchSize: 128, budget: { epochs: 3 } }
method: { loss: { margin: 1, prior: none }, name: AUC-CE }
data: { binarize: halves, imratio: as-is, source: cifar10 }
network: { hidden: [64], name: mlp }
`
  expect(await hashOf(second)).toBe(await hashOf(first))
})

test.each([
  ['seed: 1', 'seed: 2'],
  ['epochs: 3', 'epochs: 4'],
  ['epochs: 3', 'steps: 3'],
  ['margin: 1', 'margin: 0.9'],
  ['cifar10', 'stl10'],
  ['name: mlp', 'name: mlp, hidden: [64, 64]'],
  ['name: mlp', 'name: resnet20'],
  ['seed: 1', 'seed: 1, precision: bfloat16'],
])('%s and %s are different', async (one, other) => {
  expect(await hashOf(first.replace(one, other))).not.toBe(await hashOf(first))
})

test('initial weights count by their content, not by their name', async () => {
  const withWeights = (name: string) => first.replace('name: mlp', `name: mlp, weights: ${name}`)
  writeFileSync(join(folder, 'a.safetensors'), 'one')
  writeFileSync(join(folder, 'b.safetensors'), 'one')
  writeFileSync(join(folder, 'c.safetensors'), 'two')
  const [a, b, c] = [
    await hashOf(withWeights('a.safetensors')),
    await hashOf(withWeights('b.safetensors')),
    await hashOf(withWeights('c.safetensors')),
  ]
  expect(b).toBe(a)
  expect(c).not.toBe(a)
  expect(a).not.toBe(await hashOf(first))
})

test('the same number of the paper is the same training, whichever table it stands in', async () => {
  const hash = async (name: string) => recipeHash(await readRecipe(name))
  expect(await hash('table4/ddsm-ct')).toBe(await hash('table1/ddsm-ct'))
  expect(await hash('table2/stl10-1-two-batches')).toBe(await hash('table1/stl10-1-ct'))
  expect(await hash('table2/stl10-1-same-batch')).not.toBe(await hash('table1/stl10-1-ct'))
})

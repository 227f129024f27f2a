import { stepDecay } from '@deepauc/optimizers'
import { expect, test } from 'vitest'
import { presetNames } from '../src/recipe/presets.ts'
import { readRecipe } from '../src/recipe/read-recipe.ts'
import type { MethodRecipe } from '../src/recipe/recipe.ts'

// Typed from the paper: section 4 and appendices A.1 to A.3 of Yuan et al., ICLR 2022. 'source': the publisher's own split.
const sets = {
  'cats-vs-dogs': { source: 'cats-vs-dogs', validation: 1000 / 20_000, network: 'resnet20' },
  cifar10: { source: 'cifar10', validation: 5000 / 50_000, network: 'resnet20' },
  stl10: { source: 'stl10', validation: 1000 / 5000, network: 'resnet20' },
  cifar100: { source: 'cifar100', validation: 5000 / 50_000, network: 'resnet20' },
  melanoma: { source: 'melanoma', validation: 'source', network: 'efficientnet-v2-s', size: 256 },
  chexpert: { source: 'chexpert', validation: 'source', network: 'densenet121', size: 224 },
  ddsm: { source: 'ddsm', validation: 0.1, network: 'densenet121', size: 224 },
  pcam: { source: 'pcam', validation: 'source', network: 'densenet121' },
} as const
const courses: Record<keyof typeof sets, [batchSize: number, epochs: number, weightDecay: number]> =
  {
    'cats-vs-dogs': [128, 100, 1e-4],
    cifar10: [128, 100, 1e-4],
    stl10: [128, 100, 1e-4],
    cifar100: [128, 100, 1e-4],
    melanoma: [32, 12, 1e-5],
    chexpert: [32, 2, 1e-5],
    ddsm: [32, 5, 1e-5],
    pcam: [64, 5, 1e-5],
  }
const methods = {
  ce: 'CE',
  'auc-sc': 'AUCsc',
  'auc-ce': 'AUC-CE',
  'ts-drw': 'TS-DRW',
  'ts-dec': 'TS-DEC',
  ct: 'CT',
} as const
const benchmarks = ['cats-vs-dogs', 'cifar10', 'stl10', 'cifar100'] as const
const medical = { melanoma: 'as-is', chexpert: 'as-is', ddsm: 'as-is', pcam: 0.01 } as const
type SetName = keyof typeof sets

interface Row {
  readonly preset: string
  readonly set: SetName
  readonly method: keyof typeof methods
  readonly imratio: number | 'as-is'
  readonly seconds?: number
  readonly ct?: object
}
const allMethods = Object.keys(methods) as (keyof typeof methods)[]
const onMedical = (table: string): Row[] =>
  Object.entries(medical).flatMap(([set, imratio]) =>
    allMethods.map((method) => ({
      preset: `${table}/${set}-${method}`,
      set: set as SetName,
      method,
      imratio,
    })),
  )
const columns = {
  'same-batch': { sameBatch: true },
  'two-batches': { sameBatch: false },
  'averaging-off': { innerSteps: 1, innerAveraging: 1, sameBatch: false },
  'averaging-on': { innerSteps: 1, innerAveraging: 0.9, sameBatch: false },
}
const onBenchmarks = benchmarks.flatMap((set) =>
  ([1, 10, 30] as const).map((percent) => ({ set, percent, imratio: percent / 100 })),
)
const rows: Row[] = [
  ...onBenchmarks.flatMap(({ set, percent, imratio }) =>
    allMethods.map((method) => ({
      preset: `table1/${set}-${percent}-${method}`,
      set,
      method,
      imratio,
    })),
  ),
  ...onMedical('table1'),
  ...onBenchmarks.flatMap(({ set, percent, imratio }) =>
    Object.entries(columns).map(([column, options]) => ({
      preset: `table2/${set}-${percent}-${column}`,
      set,
      method: 'ct' as const,
      imratio,
      ct: options,
    })),
  ),
  ...onMedical('table4'),
  ...benchmarks.flatMap((set) =>
    allMethods.map((method) => ({
      preset: `table5/${set}-${method}`,
      set,
      method,
      imratio: 0.1,
      seconds: 1000,
    })),
  ),
]

test('there is a preset for every number of Tables 1, 2, 4 and 5, and no other one', () => {
  const tables = presetNames().filter((name) => name.startsWith('table'))
  expect(tables).toEqual(rows.map(({ preset }) => preset).sort())
  expect(tables).toHaveLength(16 * 6 + 12 * 4 + 4 * 6 + 4 * 6)
})

test.each(rows)('$preset is as in the paper', async ({ preset, ...row }) => {
  const { data, network, method, training } = await readRecipe(preset)
  const { source, validation, network: name, ...shape } = sets[row.set]
  const [batchSize, epochs, weightDecay] = courses[row.set]
  expect(data).toMatchObject({ source, imratio: row.imratio, ...shape })
  expect(data.validation).toEqual(
    validation === 'source' ? validation : { fraction: validation, by: 'image' },
  )
  expect(network.name).toBe(name)
  expect(training.batchSize).toBe(batchSize)
  expect(training.budget).toEqual(row.seconds ? { seconds: row.seconds } : { epochs })
  const { drops, factor } = training.schedule
  const rate = stepDecay({ milestones: drops, factor })
  expect([0, 0.49, 0.5, 0.74, 0.75, 0.99].map(rate)).toEqual([1, 1, 0.1, 0.1, 0.01, 0.01])
  expect(method.name).toBe(methods[row.method])
  for (const stage of stagesOf(method))
    expect(stage).toMatchObject({ weightDecay, ...('loss' in stage && { loss: { margin: 1 } }) })
  expect(stagesOf(method).map(({ learningRate }) => learningRate)).toEqual(
    {
      CE: [0.1],
      AUCsc: [0.1],
      'AUC-CE': [0.1],
      'TS-DRW': [0.1, 0.1],
      'TS-DEC': [0.1, 0.01],
      CT: [0.1],
    }[method.name],
  )
  if (method.name === 'TS-DEC') expect(method.epochs).toBe(10)
  if (method.name === 'AUC-CE') expect([0.25, 0.5, 0.75]).toContain(method.crossEntropyWeight)
  if (method.name === 'CT') {
    expect(method).toMatchObject({ innerLearningRate: 0.1, hessian: 'ignore', scaling: 'none' })
    expect([1, 2, 3]).toContain(method.innerSteps)
    expect(method).toMatchObject({
      sameBatch: false,
      innerAveraging: 0.9,
      gradientAveraging: 0.9,
      ...row.ct,
    })
  }
})

function stagesOf(method: MethodRecipe) {
  return 'first' in method ? [method.first, method.second] : [method]
}

test('CheXpert is learnt with the five findings whose AUCs the paper averages', async () => {
  const { data } = await readRecipe('table1/chexpert-ct')
  expect(data.findings).toEqual([
    'Cardiomegaly',
    'Edema',
    'Consolidation',
    'Atelectasis',
    'Pleural Effusion',
  ])
})

test.each(allMethods)('sample/%s needs no files', async (method) => {
  const recipe = await readRecipe(`sample/${method}`)
  expect(recipe.data.source).toBe('sample')
  expect(recipe.method.name).toBe(methods[method])
})

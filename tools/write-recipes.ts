// Writes what @deepauc/experiments ships and a program can write better: the schema of recipes, the presets of the tables.
// npx tsx --conditions=@deepauc/source tools/write-recipes.ts
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { recipeJsonSchema } from '../packages/experiments/src/recipe/json-schema.ts'

const target = fileURLToPath(new URL('../packages/experiments/', import.meta.url))

const benchmarks = {
  'cats-vs-dogs': 'CATvsDOG',
  cifar10: 'CIFAR10',
  stl10: 'STL10',
  cifar100: 'CIFAR100',
}
const medical = {
  melanoma: 'Melanoma',
  chexpert: 'CheXpert',
  ddsm: 'DDSM+',
  pcam: 'PatchCam',
}
const methods = {
  ce: 'CE',
  'auc-sc': 'AUCsc',
  'auc-ce': 'AUC-CE',
  'ts-drw': 'TS-DRW',
  'ts-dec': 'TS-DEC',
  ct: 'CT',
}
/** In percent; the medical data are as imbalanced as they are. */
const imratios = [1, 10, 30]

/** The columns of Table 2: what they change, and what they are called. */
const ablations = {
  'same-batch': ['S1 = S2, k tuned', '{ sameBatch: true }'],
  'two-batches': ['S1 ≠ S2, k tuned', '{ sameBatch: false }'],
  'averaging-off': ['β0 = 1, k = 1', '{ innerSteps: 1, innerAveraging: 1 }'],
  'averaging-on': ['β0 < 1, k = 1', '{ innerSteps: 1, innerAveraging: 0.9 }'],
} as const

/** Text by path, relative to the folder of the package: a preset for each number in Tables 1, 2, 4 and 5. */
export function tablePresets(): Record<string, string> {
  return Object.fromEntries(
    [...table1(), ...table2(), ...table4(), ...table5()].map(([name, title, ...lines]) => [
      `presets/${name}.yaml`,
      ['# yaml-language-server: $schema=../../recipe.schema.json', `# ${title}`, ...lines, ''].join(
        '\n',
      ),
    ]),
  )
}

type Preset = [name: string, title: string, ...lines: string[]]

function table1(): Preset[] {
  const onBenchmarks = pairs(benchmarks).flatMap(([set, title]) =>
    imratios.flatMap((percent) =>
      pairs(methods).map(
        ([method, name]): Preset => [
          `table1/${set}-${percent}-${method}`,
          `Table 1: ${title}, imratio ${percent} %, ${name}. Three runs: training.seed 0, 1 and 2.`,
          `extends: [data/${set}, paper/benchmark, method/${method}]`,
          `data: { imratio: ${percent / 100} }`,
          // Batches of an AUC loss should not have fewer positives than the data.
          ...(percent === 30 ? ['training: { positiveRate: 0.3 } # not stated'] : []),
        ],
      ),
    ),
  )
  const onMedical = pairs(medical).flatMap(([set, title]) =>
    pairs(methods).map(
      ([method, name]): Preset => [
        `table1/${set}-${method}`,
        `Table 1: ${title}, ${name}. Three runs: training.seed 0, 1 and 2.`,
        `extends: [data/${set}, paper/${set}, method/medical-${method}]`,
      ],
    ),
  )
  return [...onBenchmarks, ...onMedical]
}

function table2(): Preset[] {
  return pairs(benchmarks).flatMap(([set, title]) =>
    imratios.flatMap((percent) =>
      Object.entries(ablations).map(
        ([column, [says, options]]): Preset => [
          `table2/${set}-${percent}-${column}`,
          `Table 2: ${title}, imratio ${percent} %, ${says}. Three runs: training.seed 0, 1 and 2.`,
          `extends: table1/${set}-${percent}-ct`,
          `method: ${options}`,
        ],
      ),
    ),
  )
}

function table4(): Preset[] {
  return pairs(medical).flatMap(([set, title]) =>
    pairs(methods).map(
      ([method, name]): Preset => [
        `table4/${set}-${method}`,
        `Table 4: ${title}, ${name}: the same numbers as in Table 1.`,
        `extends: table1/${set}-${method}`,
      ],
    ),
  )
}

function table5(): Preset[] {
  return pairs(benchmarks).flatMap(([set, title]) =>
    pairs(methods).map(
      ([method, name]): Preset => [
        `table5/${set}-${method}`,
        `Table 5: ${title}, imratio 10 %, ${name}, for 1000 seconds.`,
        `extends: table1/${set}-10-${method}`,
        'training: { budget: { seconds: 1000 } }',
      ],
    ),
  )
}

function pairs(names: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(names)
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = join(target, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const schema = 'recipe.schema.json'
  write({ ...tablePresets(), [schema]: JSON.stringify(recipeJsonSchema()) })
  execFileSync('npx', ['biome', 'format', '--write', join(target, schema)], { stdio: 'inherit' })
}

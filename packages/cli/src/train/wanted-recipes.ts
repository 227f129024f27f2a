/** From the options of `deepauc train` to recipes. */
import { basename, extname, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import {
  comparisonRecipes,
  type DataRecipe,
  type Recipe,
  readRecipe,
  type TrainingRecipe,
} from '@deepauc/experiments'
import { given } from '../given.ts'
import { recipesIn } from './comparison-file.ts'

/** Options that make recipes by themselves; with `--recipe`, `--set` does what they do. */
interface ComparisonFlags {
  readonly methods?: readonly string[]
  readonly source?: string
  readonly positive?: readonly string[]
  readonly negative?: readonly string[]
  readonly imratio?: number
  readonly network?: string
  readonly precision?: TrainingRecipe['precision']
  readonly batchSize?: number
  readonly positiveRate?: number
  readonly gradientEvaluations?: number
  readonly evaluations?: number
  readonly seed?: number
  readonly quick?: boolean
}

export interface RecipeFlags extends ComparisonFlags {
  readonly recipe?: readonly string[]
  readonly set?: readonly string[]
  readonly root?: string
  readonly prepared?: string
  readonly resume?: string
}

/** What `--set` calls the options of a comparison. */
const keys: { readonly [Flag in keyof Required<ComparisonFlags>]: string } = {
  methods: 'method.name',
  source: 'data.source',
  positive: 'data.binarize.positive',
  negative: 'data.binarize.negative',
  imratio: 'data.imratio',
  network: 'network.name',
  precision: 'training.precision',
  batchSize: 'training.batchSize',
  positiveRate: 'training.positiveRate',
  gradientEvaluations: 'training.budget.gradientEvaluations',
  evaluations: 'training.evaluations',
  seed: 'training.seed',
  quick: 'training.budget.gradientEvaluations',
}

/**
 * @param speed of the back end, for what the options leave open
 * @throws RangeError if options exclude each other, or the recipes cannot be compared
 * @throws RecipeError if a recipe cannot be used
 * @throws DataError if there is nothing to resume
 */
export async function wantedRecipes(
  flags: RecipeFlags,
  speed: 'native' | 'wasm' | 'cpu',
): Promise<readonly Recipe[]> {
  const { resume, ...others } = flags
  if (resume !== undefined) {
    refuseBeside('--resume', others, () => ', which has recipes of its own')
    return recipesIn(resume)
  }
  const { recipe: references, set = [], root, prepared, ...comparison } = others
  if (references === undefined) {
    if (set.length > 0) throw new RangeError('--set changes a recipe: give --recipe as well')
    return compared(flags, speed)
  }
  refuseBeside('--recipe', comparison, (flag, value) => `; give --set ${assignment(flag, value)}`)
  const folders = Object.entries({ 'data.root': root, 'data.prepared': prepared })
    .filter(([, folder]) => folder !== undefined)
    .map(([key, folder]) => `${key}=${JSON.stringify(resolve(folder as string))}`)
  const options = { set: [...set, ...folders] }
  const recipes = await Promise.all(references.map((name) => readRecipe(name, options)))
  const named = recipes.length === 1 ? recipes : recipes.map((r, i) => withName(r, references[i]))
  return comparable(named)
}

function compared(
  {
    methods,
    network,
    quick = false,
    precision,
    batchSize,
    positiveRate,
    gradientEvaluations,
    evaluations,
    seed,
    ...data
  }: RecipeFlags,
  speed: 'native' | 'wasm' | 'cpu',
): readonly Recipe[] {
  const training = { precision, batchSize, positiveRate, evaluations, seed }
  const budget = gradientEvaluations !== undefined && { budget: { gradientEvaluations } }
  return comparisonRecipes({
    speed,
    quick,
    ...given({ methods, network }),
    data: dataOf(data),
    training: { ...given(training), ...budget },
  })
}

function dataOf({
  root,
  prepared,
  source = root === undefined && prepared === undefined ? 'sample' : 'mnist',
  positive,
  negative,
  imratio,
}: RecipeFlags): Partial<DataRecipe> {
  const folders = { root: root && resolve(root), prepared: prepared && resolve(prepared) }
  return { source, ...given({ ...folders, imratio }), ...classesOf(source, { positive, negative }) }
}

function classesOf(
  source: string,
  { positive, negative }: { [Name in 'positive' | 'negative']: readonly string[] | undefined },
): Pick<DataRecipe, 'binarize'> {
  if (positive) return { binarize: { positive, ...given({ negative }) } }
  if (negative) throw new RangeError('--negative needs --positive: what shall be found?')
  // The sample has a task of its own.
  return source === 'sample' ? {} : { binarize: 'halves' }
}

/** @throws RangeError if one of the options has a value */
function refuseBeside(
  option: string,
  flags: object,
  remedy: (flag: string, value: unknown) => string,
): void {
  const first = Object.entries(flags).find(([, value]) => value !== undefined)
  if (!first) return
  const [flag, value] = first
  throw new RangeError(`${dashed(flag)} cannot stand beside ${option}${remedy(flag, value)}`)
}

function dashed(flag: string): string {
  return `--${flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

function assignment(flag: string, value: unknown): string {
  const key = keys[flag as keyof ComparisonFlags]
  const text = flag === 'positive' || flag === 'negative' ? `[${value}]` : value
  return `${key}=${flag === 'quick' ? 'N' : text}`
}

/** Recipes of one method would have one name. */
function withName(recipe: Recipe, reference = ''): Recipe {
  return { ...recipe, name: recipe.name ?? basename(reference, extname(reference)) }
}

/** @throws RangeError if recipes are not on the same data, so that nothing could be compared */
function comparable(recipes: readonly Recipe[]): readonly Recipe[] {
  const [first, ...others] = recipes
  if (others.every(({ data }) => isDeepStrictEqual(data, first?.data))) return recipes
  throw new RangeError('the recipes are for different data: run each with a command of its own')
}

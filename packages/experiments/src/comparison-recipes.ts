/** The recipes of a comparison on one task, with good values for a given speed. */

import { networkNames } from './make-network.ts'
import { parseRecipe } from './recipe/parse-recipe.ts'
import type { DataRecipe, Recipe, TrainingRecipe } from './recipe/recipe.ts'

/** Options of {@link comparisonRecipes}. */
export interface ComparisonOptions {
  /** Of the back end: native TensorFlow, wasm, or plain JavaScript; all but the first get a small network. */
  readonly speed: 'native' | 'wasm' | 'cpu'
  /** A fraction of the budget. */
  readonly quick: boolean
  /** Names of methods, in the order of the report. */
  readonly methods?: readonly string[]
  /** Instead of the sample: those keys that differ. */
  readonly data?: Partial<DataRecipe>
  /** One of `networkNames`, instead of what suits the back end. */
  readonly network?: string
  /** Those keys that differ. */
  readonly training?: Partial<TrainingRecipe>
}

// The paper's 0.1 is for 100 epochs; with momentum it is too much for the few epochs of a comparison.
const crossEntropy = { learningRate: 0.02 }

// At CT's rates of 0.1 it hardly learns: docs/results/both-variants.md.
const algorithm1 = { variant: 'algorithm1', learningRate: 0.03, innerLearningRate: 0.03 }

const methods: Readonly<Record<string, object>> = {
  CE: { name: 'CE', ...crossEntropy },
  AUCsc: { name: 'AUCsc' },
  'AUC-CE': { name: 'AUC-CE' },
  'TS-DRW': { name: 'TS-DRW', first: crossEntropy },
  'TS-DEC': { name: 'TS-DEC', first: crossEntropy },
  CT: { name: 'CT' },
  'CT-algorithm1': { name: 'CT', ...algorithm1 },
}

/** Names of the methods of a comparison. */
export const methodNames: readonly string[] = Object.keys(methods)

/**
 * A recipe for each method, alike in everything else. The task is Shirt against the four classes that look like it, the hardest
 * in Fashion-MNIST, unless told otherwise.
 *
 * @throws RangeError if a method or the network is unknown
 */
export function comparisonRecipes({
  speed,
  quick,
  methods: chosen = ['CE', 'AUCsc', 'CT'],
  data = {},
  network = speed === 'native' ? 'resnet20' : 'small-cnn',
  training = {},
}: ComparisonOptions): Recipe[] {
  pick(networkNames, network, 'network')
  return chosen.map((wanted) => {
    const name = pick(methodNames, wanted, 'method')
    return parseRecipe(
      {
        name,
        data: { ...hardTask, ...data },
        // No crops: with a few epochs to train, they cost every method 0.04 to 0.05 of AUC.
        augmentation: { flip: true },
        network: { name: network },
        method: methods[name],
        training: {
          batchSize: 64,
          budget: { gradientEvaluations: budgets[speed][quick ? 'quick' : 'full'] },
          evaluations: quick ? 5 : 12,
          ...training,
        },
      },
      'the options',
    )
  })
}

const hardTask = {
  source: 'sample',
  binarize: { positive: ['Shirt'], negative: ['T-shirt/top', 'Pullover', 'Dress', 'Coat'] },
  imratio: 0.1,
} as const

/** So that all methods together take a few minutes on two cores, or a minute and a half when quick. */
const budgets = {
  native: { full: 800, quick: 120 },
  wasm: { full: 1600, quick: 400 },
  cpu: { full: 400, quick: 120 },
} as const

/** The name in its own case. @throws RangeError that lists the names */
function pick(names: readonly string[], wanted: string, kind: string): string {
  const found = names.find((name) => name.toLowerCase() === wanted.toLowerCase())
  if (found !== undefined) return found
  throw new RangeError(`there is no ${kind} "${wanted}"; the ${kind}s are ${names.join(', ')}`)
}

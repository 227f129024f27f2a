/** Which tensor of a checkpoint belongs to which weight of a model. */
import type { SafetensorsTensor } from '@deepauc/safetensors'
import type * as tf from '@tensorflow/tfjs-core'
import type { Model } from '../model.ts'
import type { LoadReport, LoadStateDictOptions } from './load-report.ts'
import { type TorchLayout, torchLayouts } from './torch-layout.ts'

type Tensors = ReadonlyMap<string, SafetensorsTensor>

/** A weight and the tensor that it gets. */
export interface Match {
  /** The model's name for it. */
  readonly name: string
  readonly variable: tf.Variable
  readonly tensor: SafetensorsTensor
  readonly layout: TorchLayout
}

/** The weights of `model` that `tensors` have in a shape that fits, and a report of all others. */
export function matchWeights(
  model: Model,
  tensors: Tensors,
  { classifier, greyscale }: LoadStateDictOptions,
): { matches: Match[]; report: LoadReport } {
  const variables = new Map(Object.entries({ ...model.parameters, ...model.statistics }))
  const kept = new Set(classifier === 'keep' ? Object.keys(model.classifier.parameters) : [])
  const summed = greyscale ? firstConvolution(model) : undefined
  const { found, unexpected, ignored } = namedAsIn(variables, tensors, kept)
  const matches: Match[] = []
  const mismatched: LoadReport['mismatched'][number][] = []
  for (const [name, tensor] of found) {
    const variable = variables.get(name) as tf.Variable
    const layouts = torchLayouts(shapeInFile(variable, tensor, name === summed))
    const layout = layouts.find(({ shape }) => isEqual(shape, tensor.shape))
    if (layout) matches.push({ name, variable, tensor, layout })
    else mismatched.push({ name, expected: layouts[0]?.shape ?? [], found: tensor.shape })
  }
  const loaded = matches.map(({ name }) => name)
  const missing = [...variables.keys()].filter((name) => !found.has(name) && !kept.has(name))
  return { matches, report: { loaded, missing, unexpected, mismatched, ignored } }
}

/** The tensors under the model's names; the others under their own. */
function namedAsIn(
  variables: ReadonlyMap<string, tf.Variable>,
  tensors: Tensors,
  kept: ReadonlySet<string>,
): { found: Map<string, SafetensorsTensor>; unexpected: string[]; ignored: string[] } {
  const found = new Map<string, SafetensorsTensor>()
  const unexpected: string[] = []
  const ignored: string[] = []
  for (const [key, tensor] of tensors) {
    const name = variables.has(key) ? key : modelName(key)
    if (name.endsWith('num_batches_tracked') || kept.has(name)) ignored.push(key)
    else if (!variables.has(name) || found.has(name)) unexpected.push(key)
    else found.set(name, tensor)
  }
  return { found, unexpected, ignored }
}

/** Without the prefix of `DataParallel`, and without the dot that torchvision once had in the names of DenseNet. */
function modelName(key: string): string {
  return key.replace(/^module\./, '').replace(/(\.denselayer\d+\.(?:norm|conv))\.([12]\.)/, '$1$2')
}

function firstConvolution({ parameters }: Model): string {
  const [name, filter] = Object.entries(parameters).find(([, { rank }]) => rank === 4) ?? []
  if (name === undefined || filter?.shape[2] !== 1)
    throw new RangeError('greyscale needs a model whose first convolution has one channel')
  return name
}

/** The variable's shape, with the file's number of input channels if they are to be summed. */
function shapeInFile({ shape }: tf.Variable, tensor: SafetensorsTensor, summed: boolean): number[] {
  const channels = tensor.shape[1]
  return summed && channels !== undefined ? shape.with(2, channels) : shape
}

function isEqual(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i])
}

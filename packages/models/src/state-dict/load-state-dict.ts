/** Gives a model the weights of one in PyTorch. */
import { type SafetensorsTensor, toFloat32 } from '@deepauc/safetensors'
import * as tf from '@tensorflow/tfjs-core'
import type { Model } from '../model.ts'
import type { LoadReport, LoadStateDictOptions } from './load-report.ts'
import { type Match, matchWeights } from './match-weights.ts'
import { fromTorch } from './torch-layout.ts'

/**
 * Assigns `tensors`, named and arranged as PyTorch's `state_dict`, to the weights of `model`: all of them or, if it
 * throws, none. Numbers of 16 and 64 bits become float32.
 *
 * The prefix `module.` of `DataParallel` and the names in torchvision's old DenseNet checkpoints are understood.
 *
 * @throws RangeError if something is missing, unexpected or of another shape, with the {@link LoadReport} as its `cause`,
 * unless the options allow it; if nothing fits; if a number is not finite
 * @throws TypeError if a tensor that fits does not hold floating-point numbers
 */
export function loadStateDict(
  model: Model,
  tensors: ReadonlyMap<string, SafetensorsTensor>,
  { strict = true, classifier = 'load', greyscale = false }: LoadStateDictOptions = {},
): LoadReport {
  const { matches, report } = matchWeights(model, tensors, { classifier, greyscale })
  const { loaded, missing, unexpected, mismatched } = report
  const misfits = missing.length + unexpected.length + mismatched.length
  if (loaded.length === 0 || (strict && misfits > 0))
    throw new RangeError(misfit(report), { cause: report })
  tf.tidy(() => {
    const values = matches.map(weightFrom)
    matches.forEach(({ variable }, i) => {
      variable.assign(values[i] as tf.Tensor)
    })
  })
  return report
}

function weightFrom({ name, variable, tensor, layout }: Match): tf.Tensor {
  if (!['F64', 'F32', 'F16', 'BF16'].includes(tensor.dtype))
    throw new TypeError(`${name} holds ${tensor.dtype}, which are no floating-point numbers`)
  const values = toFloat32(tensor)
  const index = values.findIndex((value) => !Number.isFinite(value))
  if (index >= 0)
    throw new RangeError(`${name} holds ${values[index]} as float32, at index ${index}`)
  // A copy, for a back end may keep the array, and F32 is the memory of the whole file.
  const weight = fromTorch(values.slice(), layout)
  const isSummed = weight.shape[2] !== variable.shape[2]
  return isSummed ? tf.sum(weight, 2, true) : weight
}

function misfit({ missing, unexpected, mismatched }: LoadReport): string {
  const shapes = mismatched.map(
    ({ name, expected, found }) => `${name} [${found}] instead of [${expected}]`,
  )
  const parts = [
    listed('missing', missing),
    listed('unexpected', unexpected),
    listed('of another shape', shapes),
  ]
  const list = parts.filter(Boolean).join('; ')
  return `the checkpoint does not fit the model: ${list} (see the options classifier, greyscale, strict)`
}

/** The number of names and the first few, cut and quoted because a file may hold anything. */
function listed(what: string, names: readonly string[]): string {
  if (names.length === 0) return ''
  const few = names.slice(0, 3).map((name) => JSON.stringify(name.slice(0, 120)))
  const more = names.length > few.length ? ', …' : ''
  return `${names.length} ${what} (${few.join(', ')}${more})`
}

/** Records a function by running it once. */
import * as tf from '@tensorflow/tfjs-core'
import { copy, dataTypes, type RecordableBackend } from './backend.ts'
import { createNode, createValue, type Graph, type Value } from './graph.ts'
import { createStandIns, type StandIns } from './stand-ins.ts'
import { mapTensors, tensorsOf } from './structure.ts'
import { Tape } from './tape.ts'
import { watch } from './watch.ts'

export interface Recording<Result> {
  readonly graph: Graph
  /** The result with the tensors of the graph's outputs in place of its own. */
  rebuild(outputs: readonly tf.Tensor[]): Result
  /** Tensors from outside of the function that are frozen in the graph, with what uses each, and on which line. */
  readonly captured: ReadonlyMap<tf.DataId, string>
}

/**
 * Runs a function eagerly, effects on variables included, and records what it does. A run that takes more than `eagerBytes`
 * has no effects and no result: its values are not those of the function.
 *
 * @returns the result, whose tensors are new, if it was computed; and the recording unless the function created variables
 * @throws Error if the function does something that a graph cannot repeat, or creates variables in a run that is too large
 */
export function record<Inputs extends readonly tf.Tensor[], Result>(
  backend: RecordableBackend,
  f: (...inputs: Inputs) => Result,
  inputs: Inputs,
  eagerBytes: number = Number.POSITIVE_INFINITY,
): { result: Result | undefined; isComputed: boolean; recording?: Recording<Result> } {
  const tape = new Tape(backend.binding)
  const variables = registeredVariables()
  let recording: Recording<Result> | undefined
  let isComputed = true
  const result = tf.tidy(() => {
    for (const variable of variables) unshare(backend, variable)
    const standIns = createStandIns(backend.binding, eagerBytes)
    const copies = inputs.map((input) => copy(backend, input)) as unknown as Inputs
    const { result, graph } = withoutFalseEffects(variables, standIns, () =>
      trace(backend, { tape, standIns }, { f, inputs: copies, variables }),
    )
    if (tape.failure) throw tape.failure
    if (registeredVariables().length === variables.length)
      recording = { graph, rebuild: filled(result), captured: tape.captured }
    else if (standIns.areUsed)
      throw new Error(
        `the function creates variables in a call that takes more than ${eagerBytes} bytes; call it with smaller inputs first, or raise eagerBytes`,
      )
    isComputed = !standIns.areUsed
    if (!isComputed) return undefined
    return mapTensors(result, (tensor) => tf.clone(tensor)) as tf.TensorContainer
  }) as Result | undefined
  return { result, isComputed, ...(recording && { recording }) }
}

/** Takes back what the run has assigned if it had stand-ins, and frees these. */
function withoutFalseEffects<T>(
  variables: readonly tf.Variable[],
  standIns: StandIns,
  run: () => T,
): T {
  const before = variables.map((variable) => tf.clone(variable))
  try {
    return run()
  } finally {
    if (standIns.areUsed)
      for (const [i, variable] of variables.entries())
        if (!variable.isDisposed && variable.dataId !== before[i]?.dataId)
          variable.assign(before[i] as tf.Tensor)
    standIns.dispose()
  }
}

function registeredVariables(): tf.Variable[] {
  return Object.values(tf.engine().registeredVariables)
}

interface Run<Inputs extends readonly tf.Tensor[], Result> {
  readonly f: (...inputs: Inputs) => Result
  readonly inputs: Inputs
  readonly variables: readonly tf.Variable[]
}

function trace<Inputs extends readonly tf.Tensor[], Result>(
  backend: RecordableBackend,
  { tape, standIns }: { readonly tape: Tape; readonly standIns: StandIns },
  { f, inputs, variables }: Run<Inputs, Result>,
): { result: Result; graph: Graph } {
  const idOf = (tensor: tf.Tensor) => backend.getInputTensorIds([tensor])[0] as number
  const placeholders = inputs.map(placeholder)
  for (const [i, input] of inputs.entries()) tape.define(idOf(input), placeholders[i] as Value)
  for (const variable of variables) tape.define(idOf(variable), read(variable))
  const before = variables.map(({ dataId }) => dataId)
  return watch(backend, { tape, standIns }, () => {
    const result = f(...inputs)
    const recorded = (tensor: tf.Tensor) => tape.valueOf(idOf(tensor))
    const outputs = tensorsOf(result).map(recorded)
    const assigned = variables.filter((v, i) => !v.isDisposed && v.dataId !== before[i])
    const assignments = new Map(assigned.map((v) => [v, recorded(v)]))
    return { result, graph: { inputs: placeholders, outputs, assignments } }
  })
}

/** Gives a variable a handle of its own if it shares one, so that the handle tells which tensor was used. */
function unshare(backend: RecordableBackend, variable: tf.Variable): void {
  if (backend.refCount(variable.dataId) > 1) variable.assign(copy(backend, variable))
}

function placeholder({ shape, dtype }: tf.Tensor): Value {
  const type = { dtype: dataTypes[dtype], shape }
  const attributes = {
    dtype: { kind: 'type', value: type.dtype },
    shape: { kind: 'shape', value: shape },
  } as const
  return createValue('Placeholder', attributes, [], type)
}

function read(variable: tf.Variable): Value {
  const type = { dtype: dataTypes[variable.dtype], shape: variable.shape }
  return createNode('ReadVariableOp', {}, [], [type], variable).outputs[0] as Value
}

/** Puts other tensors where the result has its own. */
function filled<Result>(result: Result): (tensors: readonly tf.Tensor[]) => Result {
  return (tensors) => {
    const rest = tensors.values()
    return mapTensors(result, () => rest.next().value as tf.Tensor)
  }
}

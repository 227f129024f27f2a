/** Variables inside of a TensorFlow session. */
import type * as tf from '@tensorflow/tfjs-core'
import { dataTypes } from './backend.ts'
import type { Attributes } from './graph.ts'
import type { NodeDescription } from './node-writer.ts'

/** Names of the nodes of a variable. */
export interface VariableNames {
  readonly handle: string
  readonly read: string
  /** Placeholder of a value from outside. */
  readonly value: string
  /** What to fetch, so that the value is assigned. */
  readonly written: string
}

export function variableNames(name: string): VariableNames {
  const [handle, read, value, written] = ['handle', 'read', 'value', 'written'].map(
    (node) => `${name}/${node}`,
  ) as [string, string, string, string]
  return { handle, read, value, written }
}

export function variableNodes(
  { handle, read, value, written }: VariableNames,
  { shape, dtype }: tf.Variable,
): NodeDescription[] {
  const type = { dtype: { kind: 'type', value: dataTypes[dtype] } } as const
  const attributes: Attributes = { ...type, shape: { kind: 'shape', value: shape } }
  const name: Attributes = { shared_name: { kind: 's', value: handle } }
  const write = `${value}/write`
  return [
    { name: handle, op: 'VarHandleOp', attributes: { ...attributes, ...name } },
    { name: read, op: 'ReadVariableOp', inputs: [handle], attributes: type },
    { name: value, op: 'Placeholder', attributes },
    { name: write, op: 'AssignVariableOp', inputs: [handle, value], attributes: type },
    signal(written, [write]),
  ]
}

/** Something to fetch once other nodes have run, which return nothing themselves. */
export function signal(name: string, nodes: readonly string[]): NodeDescription {
  const type = { dtype: dataTypes.bool, shape: [] }
  const attributes: Attributes = {
    dtype: { kind: 'type', value: type.dtype },
    value: { kind: 'tensor', value: Uint8Array.of(1) },
  }
  return { name, op: 'Const', inputs: nodes.map((node) => `^${node}`), attributes, type }
}

/** A recorded function inside of a TensorFlow session. */
import type * as tf from '@tensorflow/tfjs-core'
import { type Graph, type Node, nodesOf, type Value } from './graph.ts'
import type { NodeDescription } from './node-writer.ts'
import { signal, type VariableNames } from './variable-nodes.ts'

/** Names of the nodes that a call feeds and fetches. */
export interface FunctionNames {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** What to fetch, so that all assignments run. */
  readonly done: string
}

export function functionNodes(
  name: string,
  graph: Graph,
  variables: ReadonlyMap<tf.Variable, VariableNames>,
): { names: FunctionNames; nodes: NodeDescription[] } {
  const inputs = graph.inputs.map(({ node }) => node)
  const computed = nodesOf(graph).filter((node) => !node.variable && !inputs.includes(node))
  const names = new Map<Node, string>([
    ...inputs.map((node, i): [Node, string] => [node, `${name}/input${i}`]),
    ...computed.map((node, i): [Node, string] => [node, `${name}/${node.op}_${i}`]),
  ])
  const nameOf = ({ node, index }: Value) =>
    node.variable ? namesOf(node.variable).read : `${names.get(node)}:${index}`
  const namesOf = (variable: tf.Variable) => variables.get(variable) as VariableNames

  const outputs = graph.outputs.map((value, i) =>
    identity(`${name}/output${i}`, nameOf(value), value),
  )
  const assignments = [...graph.assignments].map(([variable, value], i) => ({
    name: `${name}/assign${i}`,
    op: 'AssignVariableOp',
    // Everything that reads the variable is to see its old value.
    inputs: [namesOf(variable).handle, nameOf(value), `^${namesOf(variable).read}`],
    attributes: { dtype: { kind: 'type', value: value.dtype } as const },
  }))
  const done = signal(
    `${name}/done`,
    assignments.map((node) => node.name),
  )
  const recorded = [...names].map(([node, own]) => ({
    name: own,
    op: node.op,
    inputs: node.inputs.map(nameOf),
    attributes: node.attributes,
    type: node.outputs[0] as Value,
  }))
  return {
    names: {
      inputs: inputs.map((node) => names.get(node) as string),
      outputs: outputs.map((node) => node.name),
      done: done.name,
    },
    nodes: [...recorded, ...outputs, ...assignments, done],
  }
}

/** A fetch must not be fed, and an input may be returned. */
function identity(name: string, input: string, { dtype }: Value): NodeDescription {
  return {
    name,
    op: 'Identity',
    inputs: [input],
    attributes: { T: { kind: 'type', value: dtype } },
  }
}

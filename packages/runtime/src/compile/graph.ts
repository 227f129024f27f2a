/** A computation as a graph of TensorFlow ops. */
import type * as tf from '@tensorflow/tfjs-core'

/** An attribute of an op; the kinds are the fields of `AttrValue` in attr_value.proto. */
export type Attribute =
  | { readonly kind: 's'; readonly value: string }
  | { readonly kind: 'i' | 'f'; readonly value: number | readonly number[] }
  | { readonly kind: 'b'; readonly value: boolean | readonly boolean[] }
  | { readonly kind: 'type'; readonly value: number | readonly number[] }
  | { readonly kind: 'shape'; readonly value: readonly number[] }
  | { readonly kind: 'tensor'; readonly value: tf.backend_util.TypedArray }
  | { readonly kind: 'function'; readonly value: NamedFunction }

/** A function that an op calls; the name says everything about the body. */
export interface NamedFunction {
  readonly name: string
  readonly body: Graph
}

export type Attributes = Readonly<Record<string, Attribute>>

export interface Node {
  readonly op: string
  readonly attributes: Attributes
  readonly inputs: readonly Value[]
  readonly outputs: readonly Value[]
  /** The variable that a `ReadVariableOp` reads. */
  readonly variable?: tf.Variable
}

export interface Type {
  /** As TensorFlow numbers types. */
  readonly dtype: number
  readonly shape: readonly number[]
}

/** One output of a node. */
export interface Value extends Type {
  readonly node: Node
  readonly index: number
}

/** A function: its inputs are placeholders, its effects the values that variables get. */
export interface Graph {
  readonly inputs: readonly Value[]
  readonly outputs: readonly Value[]
  readonly assignments: ReadonlyMap<tf.Variable, Value>
}

/** A new node; its outputs have the given types. */
export function createNode(
  op: string,
  attributes: Attributes,
  inputs: readonly Value[],
  types: readonly Type[],
  variable?: tf.Variable,
): Node {
  const outputs: Value[] = []
  const node: Node = { op, attributes, inputs, outputs, ...(variable && { variable }) }
  for (const [index, { dtype, shape }] of types.entries())
    outputs.push({ node, index, dtype, shape })
  return node
}

/** A new node with one output. */
export function createValue(...node: [string, Attributes, readonly Value[], Type]): Value {
  const [op, attributes, inputs, type] = node
  return createNode(op, attributes, inputs, [type]).outputs[0] as Value
}

export function constant(data: tf.backend_util.TypedArray, type: Type): Value {
  const attributes: Attributes = {
    dtype: { kind: 'type', value: type.dtype },
    value: { kind: 'tensor', value: data },
  }
  return createValue('Const', attributes, [], type)
}

/** The data of a constant; undefined for anything else. */
export function constantData({ node }: Value): tf.backend_util.TypedArray | undefined {
  const { value } = node.attributes
  return value?.kind === 'tensor' ? value.value : undefined
}

/** Who uses the values of a graph; undefined stands for its caller. */
export function usersOf({ outputs, assignments }: Graph): ReadonlyMap<Value, (Node | undefined)[]> {
  const users = new Map<Value, (Node | undefined)[]>()
  const add = (value: Value, user?: Node) => {
    const known = users.get(value) ?? []
    known.push(user)
    users.set(value, known)
  }
  for (const node of nodesOf({ outputs, assignments }))
    for (const input of node.inputs) add(input, node)
  for (const value of [...outputs, ...assignments.values()]) add(value)
  return users
}

/** The nodes that a graph needs, each after its inputs. */
export function nodesOf({ outputs, assignments }: Pick<Graph, 'outputs' | 'assignments'>): Node[] {
  const done = new Set<Node>()
  const stack = [...outputs, ...assignments.values()].map(({ node }) => node).reverse()
  while (stack.length > 0) {
    const node = stack.at(-1) as Node
    const missing = node.inputs.map((input) => input.node).filter((input) => !done.has(input))
    if (missing.length > 0 && !done.has(node)) stack.push(...missing)
    else done.add(stack.pop() as Node)
  }
  return [...done]
}

/**
 * A graph in which every node gives way to other values.
 *
 * @param replace gets a node, the values that have replaced its inputs, and a function that tells what has replaced any other
 *   value so far, and returns a value for each output
 */
export function rewrite(
  graph: Graph,
  replace: (
    node: Node,
    inputs: readonly Value[],
    imageOf: (value: Value) => Value,
  ) => readonly Value[],
): Graph {
  const images = new Map<Value, Value>()
  const imageOf = (value: Value) => images.get(value) ?? value
  for (const node of nodesOf(graph)) {
    const replacements = replace(node, node.inputs.map(imageOf), imageOf)
    for (const output of node.outputs) images.set(output, replacements[output.index] as Value)
  }
  return {
    inputs: graph.inputs,
    outputs: graph.outputs.map(imageOf),
    assignments: new Map([...graph.assignments].map(([key, value]) => [key, imageOf(value)])),
  }
}

/** A node with other inputs, or itself if they are the same. */
export function withInputs(node: Node, inputs: readonly Value[]): Node {
  if (inputs.every((input, i) => input === node.inputs[i])) return node
  return createNode(node.op, node.attributes, inputs, node.outputs)
}

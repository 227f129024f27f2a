/** Lets XLA run chains of cheap ops on feature maps in one pass over the data. */
import { createHash } from 'node:crypto'
import { attributeKeys } from './attribute-keys.ts'
import {
  type Attribute,
  constantData,
  createNode,
  createValue,
  type Graph,
  type Node,
  nodesOf,
  rewrite,
  usersOf,
  type Value,
  withInputs,
} from './graph.ts'
import { insideFloat32 } from './inside-float32.ts'

/** Smaller feature maps are not worth a launch. */
const LEAST_ELEMENTS = 2 ** 18
/** Up to this many values, a constant is part of the cluster: XLA has to know shapes and positions when it compiles. */
const MOST_CONSTANTS = 16

/** What XLA runs. */
export interface Fusion {
  /** Whether it can run this node along with others. */
  isFusible(node: Node): boolean
  /** Whether a node is to be computed anew for each use of its result, which then need not be kept. */
  isRepeated(node: Node): boolean
  /** Whether it is to run all of these nodes as one. */
  isWorthwhile(nodes: readonly Node[]): boolean
}

/**
 * Joins a fusible node with the fusible nodes that feed nobody but its own cluster. So a cluster has one output, and what is
 * between its nodes never reaches memory.
 */
export function clusterWithXla(whole: Graph, fusion: Fusion): Graph {
  const isMember = (node: Node) => fusion.isFusible(node) && elements(node) >= LEAST_ELEMENTS
  const graph = repeat(whole, (node) => fusion.isRepeated(node) && isMember(node))
  const rootOf = worthwhile(findRoots(graph, isMember), fusion)
  const inputsOf = new Map<Node, readonly Value[]>()
  return rewrite(graph, (node, inputs) => {
    const root = rootOf.get(node)
    if (!root) return withInputs(node, inputs).outputs
    inputsOf.set(node, inputs)
    if (root !== node) return node.outputs
    const { body, args } = cut(node, (member) =>
      rootOf.get(member) === node ? inputsOf.get(member) : undefined,
    )
    return launchWithXla(insideFloat32(body), args).outputs
  })
}

function elements({ outputs: [output] }: Node): number {
  return output?.shape.length === 4 ? output.shape.reduce((product, size) => product * size, 1) : 0
}

/** Gives every user of a node one of its own. */
function repeat(graph: Graph, isRepeated: (node: Node) => boolean): Graph {
  return rewrite(graph, (node, inputs) => {
    const own = inputs.map((input) => {
      const { op, attributes, inputs, outputs } = input.node
      if (!isRepeated(input.node)) return input
      return createNode(op, attributes, inputs, outputs).outputs[input.index] as Value
    })
    return withInputs(node, own).outputs
  })
}

/** Leaves out the clusters that are not worthwhile. */
function worthwhile(
  rootOf: ReadonlyMap<Node, Node>,
  { isWorthwhile }: Fusion,
): ReadonlyMap<Node, Node> {
  const members = new Map<Node, Node[]>()
  for (const [node, root] of rootOf) members.set(root, [...(members.get(root) ?? []), node])
  return new Map([...rootOf].filter(([, root]) => isWorthwhile(members.get(root) ?? [])))
}

/** For every node of a cluster, the one that returns the cluster's result. */
function findRoots(graph: Graph, isMember: (node: Node) => boolean): ReadonlyMap<Node, Node> {
  const users = usersOf(graph)
  const rootOf = new Map<Node, Node>()
  for (const node of nodesOf(graph).reverse().filter(isMember)) {
    const own = node.outputs.flatMap((output) => users.get(output) ?? [])
    const roots = new Set(own.map((user) => user && rootOf.get(user)))
    const [root] = roots
    rootOf.set(node, roots.size === 1 && root ? root : node)
  }
  return rootOf
}

/** The cluster as a function, and the values that it is called with. */
function cut(
  root: Node,
  inputsOf: (member: Node) => readonly Value[] | undefined,
): { body: Graph; args: Value[] } {
  const parameters = new Map<Value, Value>()
  const copies = new Map<Node, Node>()
  const parameter = (value: Value) => {
    const known = parameters.get(value) ?? createValue('Parameter', {}, [], value)
    parameters.set(value, known)
    return known
  }
  const copy = (value: Value): Value => {
    const { node, index } = value
    const inputs = inputsOf(node)
    if (!inputs)
      return (constantData(value)?.length ?? Infinity) <= MOST_CONSTANTS ? value : parameter(value)
    const known =
      copies.get(node) ?? createNode(node.op, node.attributes, inputs.map(copy), node.outputs)
    copies.set(node, known)
    return known.outputs[index] as Value
  }
  const output = copy(root.outputs[0] as Value)
  const body = { inputs: [...parameters.values()], outputs: [output], assignments: new Map() }
  return { body, args: [...parameters.keys()] }
}

/** A call of a function that XLA compiles. */
export function launchWithXla(body: Graph, args: readonly Value[]): Node {
  const types = (values: readonly Value[]): Attribute => ({
    kind: 'type',
    value: values.map(({ dtype }) => dtype),
  })
  const attributes = {
    Tin: types(args),
    Tout: types(body.outputs),
    f: { kind: 'function', value: { name: nameOf(body), body } },
    config: { kind: 's', value: '' },
    config_proto: { kind: 's', value: '' },
    executor_type: { kind: 's', value: '' },
    // XlaLaunch itself cannot be loaded: it has no shape inference.
    _XlaMustCompile: { kind: 'b', value: true },
  } as const
  return createNode('PartitionedCall', attributes, args, body.outputs)
}

/** Equal functions have equal names, so that XLA compiles them once per shape. */
function nameOf({ inputs, outputs, assignments }: Graph): string {
  const nodes = [
    ...new Set([...inputs.map(({ node }) => node), ...nodesOf({ outputs, assignments })]),
  ]
  const lines = nodes.map((node) => [
    node.op,
    node.outputs.map(({ dtype }) => dtype),
    attributeKeys(node),
    node.inputs.map((input) => nodes.indexOf(input.node)),
  ])
  return `cluster_${createHash('sha256').update(JSON.stringify(lines)).digest('hex').slice(0, 16)}`
}

/** Finds the batch norms of a training step, and what is done before and after them. */
import { dataTypes } from './backend.ts'
import { type Graph, type Node, nodesOf, usersOf, type Value } from './graph.ts'

/** A batch norm, the sum of its result and another feature map, and the rectifier of that. */
export interface Norm {
  readonly node: Node
  readonly residual?: Value
  /** The node that returns the result. */
  readonly last: Node
}

/** The gradient of a batch norm. */
export interface NormGradient {
  readonly node: Node
  /** The gradient of the rectifier after the batch norm. */
  readonly relu?: Node
  /** The gradients whose sum it gets, or that the rectifier gets. */
  readonly dys: readonly Value[]
  /** Whether others use the gradient of the rectifier, too. */
  readonly isShared: boolean
}

/** Every node that belongs to a batch norm or to the gradient of one. */
export interface Patterns {
  readonly norms: ReadonlyMap<Node, Norm>
  readonly gradients: ReadonlyMap<Node, NormGradient>
}

export function findBatchNorms(graph: Graph): Patterns {
  const search = createSearch(graph)
  const named = (op: string) => search.nodes.filter((node) => node.op === op && isTraining(node))
  const norms = named('FusedBatchNormV3').map((node) => findNorm(node, search))
  const gradients = new Map<Node, NormGradient>()
  for (const node of named('FusedBatchNormGradV3')) {
    const gradient = findGradient(node, search, gradients)
    gradients.set(node, gradient)
    if (gradient.relu) gradients.set(gradient.relu, gradient)
  }
  const parts = norms.flatMap((norm) => [norm.node, norm.last].map((part) => [part, norm] as const))
  return { norms: new Map(parts), gradients }
}

interface Search {
  readonly nodes: readonly Node[]
  /** Who uses a value; undefined stands for the caller of the graph. */
  users(value: Value): readonly (Node | undefined)[]
  /** Whether all values are there when the node is computed. */
  precede(values: readonly Value[], node: Node): boolean
}

function createSearch(graph: Graph): Search {
  const nodes = nodesOf(graph)
  const users = usersOf(graph)
  const places = new Map(nodes.map((node, i) => [node, i]))
  const place = (node: Node) => places.get(node) as number
  return {
    nodes,
    users: (value) => users.get(value) ?? [],
    precede: (values, node) => values.every((value) => place(value.node) < place(node)),
  }
}

function isTraining({ attributes, outputs: [output] }: Node): boolean {
  const { is_training, data_format, exponential_avg_factor: factor } = attributes
  return (
    is_training?.value === true &&
    data_format?.value === 'NHWC' &&
    (factor?.value ?? 1) === 1 &&
    (output?.dtype === dataTypes.float32 || output?.dtype === dataTypes.bfloat16) &&
    !output.shape.includes(0)
  )
}

function findNorm(node: Node, search: Search): Norm {
  const y = node.outputs[0] as Value
  const user = onlyUser(y, search)
  if (user?.op === 'Relu') return { node, last: user }
  const residual = user && addend(user, y)
  if (!residual || !search.precede([residual], node)) return { node, last: node }
  const next = onlyUser(user.outputs[0] as Value, search)
  return { node, residual, last: next?.op === 'Relu' ? next : user }
}

function onlyUser(value: Value, { users }: Search): Node | undefined {
  const [user, ...others] = users(value)
  return others.length === 0 ? user : undefined
}

/** What a node adds to a feature map of the same shape. */
function addend({ op, inputs }: Node, value: Value): Value | undefined {
  const other = inputs.find((input) => input !== value)
  return op === 'AddV2' && other && isAlike(other, value) ? other : undefined
}

function isAlike(a: Value, b: Value): boolean {
  return String(a.shape) === String(b.shape)
}

function findGradient(
  node: Node,
  search: Search,
  known: ReadonlyMap<Node, NormGradient>,
): NormGradient {
  const [dy, ...others] = node.inputs as readonly [Value, ...Value[]]
  const relu = dy.node
  // It is computed where the rectifier's was, with all that it needs, and only once.
  if (relu.op !== 'ReluGrad' || known.has(relu) || !search.precede(others, relu))
    return { node, dys: addends(dy, search), isShared: false }
  return {
    node,
    relu,
    dys: addends(relu.inputs[0] as Value, search),
    isShared: search.users(dy).length > 1,
  }
}

/** The values whose sum a value is, if nobody else needs the sum. */
function addends(value: Value, { users }: Search): readonly Value[] {
  const { op, inputs } = value.node
  const isSum = op === 'AddV2' && inputs.every((input) => isAlike(input, value))
  return isSum && users(value).length === 1 ? inputs : [value]
}

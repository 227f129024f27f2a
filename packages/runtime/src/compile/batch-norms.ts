/** Runs batch norms, the sums and rectifiers around them included, in two passes over memory. */
import {
  findBatchNorms,
  type Norm,
  type NormGradient,
  type Patterns,
} from './batch-norm-patterns.ts'
import {
  type Attribute,
  createNode,
  type Graph,
  type Node,
  rewrite,
  type Value,
  withInputs,
} from './graph.ts'

type ImageOf = (value: Value) => Value

/** Replaces batch norms in training and their gradients by the ops of the kernels that `@deepauc/native` brings. */
export function joinBatchNorms(graph: Graph): Graph {
  const patterns = findBatchNorms(graph)
  const joined = new Map<Norm | NormGradient, Node>()
  const once = <T extends Norm | NormGradient>(pattern: T, create: (pattern: T) => Node) => {
    const node = joined.get(pattern) ?? create(pattern)
    joined.set(pattern, node)
    return node.outputs
  }
  return rewrite(graph, (node, inputs, imageOf) => {
    const norm = patterns.norms.get(node)
    if (norm)
      return normOutputs(
        node,
        once(norm, (norm) => createNorm(norm, imageOf)),
      )
    const gradient = patterns.gradients.get(node)
    if (!gradient) return withInputs(node, inputs).outputs
    const outputs = once(gradient, (gradient) => createGradient(gradient, patterns, imageOf))
    return gradientOutputs(node, gradient, outputs)
  })
}

/** Values for the six outputs of `FusedBatchNormV3`, or for the one of the sum or rectifier. */
function normOutputs({ op }: Node, [y, mean, unbiased, variance]: readonly Value[]): Value[] {
  const all = [y, mean, unbiased, mean, variance, variance] as Value[]
  return op === 'FusedBatchNormV3' ? all : all.slice(0, 1)
}

/** Values for the outputs of `FusedBatchNormGradV3`, of which two are unused by definition, or for the one of the rectifier. */
function gradientOutputs(
  node: Node,
  { relu }: NormGradient,
  [dx, dScale, dOffset, sum]: readonly Value[],
): Value[] {
  // A sum that only the batch norm needs is not there, nor used any more.
  if (node === relu) return [sum ?? (dx as Value)]
  return [dx, dScale, dOffset, dOffset, dOffset] as Value[]
}

function createNorm({ node, residual, last }: Norm, imageOf: ImageOf): Node {
  const [x, scale, offset] = node.inputs as readonly [Value, Value, Value]
  const [y, mean, unbiased, , variance] = node.outputs as readonly Value[]
  const residuals = residual ? [residual] : []
  const attributes = { ...common(node, last.op === 'Relu'), residuals: count(residuals) }
  const inputs = [x, scale, offset, ...residuals].map(imageOf)
  return createNode('DeepaucBatchNorm', attributes, inputs, [
    y,
    mean,
    unbiased,
    variance,
  ] as Value[])
}

function createGradient(
  { node, relu, dys, isShared }: NormGradient,
  { norms }: Patterns,
  imageOf: ImageOf,
): Node {
  const [, x, scale, mean, variance] = node.inputs as readonly Value[]
  const norm = norms.get((mean as Value).node)
  const [, , offset] = (mean as Value).node.inputs
  const y = relu?.inputs[1]
  // Without a residual, whether y is positive follows from x.
  const follows = norm && !norm.residual && y === norm.last.outputs[0] && x === norm.node.inputs[0]
  const ys = y && !follows ? [y] : []
  const [dx, dScale, dOffset] = node.outputs as readonly [Value, Value, Value]
  const sums = isShared ? [dx] : []
  const attributes = {
    ...common(node, relu !== undefined),
    gradients: count(dys),
    outputs: count(ys),
    sums: count(sums),
  }
  const inputs = [x, scale, mean, variance, offset, ...dys, ...ys] as Value[]
  const types = [dx, dScale, dOffset, ...sums]
  return createNode('DeepaucBatchNormGrad', attributes, inputs.map(imageOf), types)
}

function common({ attributes }: Node, relu: boolean): Record<'T' | 'epsilon' | 'relu', Attribute> {
  const { T, epsilon } = attributes as Record<string, Attribute>
  return { T: T as Attribute, epsilon: epsilon as Attribute, relu: { kind: 'b', value: relu } }
}

function count({ length }: readonly Value[]): Attribute {
  return { kind: 'i', value: length }
}

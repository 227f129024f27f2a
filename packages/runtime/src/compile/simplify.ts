/** Removes work from a recorded graph without changing its results. */
import { attributeKeys } from './attribute-keys.ts'
import { dataTypes } from './backend.ts'
import {
  constant,
  constantData,
  createNode,
  type Graph,
  type Node,
  rewrite,
  type Value,
  withInputs,
} from './graph.ts'

/**
 * - equal ops on equal inputs run once
 * - a chain of reshapes is one reshape, or none if the shape stays
 * - copies, casts to the same type and factors of one disappear
 * - `Add`, which has no oneDNN kernel, becomes `AddV2`
 */
export function simplify(graph: Graph): Graph {
  const unique = uniqueNodes()
  return rewrite(graph, (node, inputs) => {
    const same = unchanged(node, inputs)
    if (same) return [same]
    // tfjs leaves out an attribute of ExpandDims that only an eager run can do without.
    if (['Reshape', 'ExpandDims'].includes(node.op)) return unique(reshape(node, inputs, unique))
    if (node.op === 'Add') return unique(createNode('AddV2', node.attributes, inputs, node.outputs))
    return unique(withInputs(node, inputs))
  })
}

/** The value that the node returns as it is. */
function unchanged({ op, outputs }: Node, inputs: readonly Value[]): Value | undefined {
  return candidates(op, inputs).find(
    ({ dtype, shape }) => dtype === outputs[0]?.dtype && String(shape) === String(outputs[0].shape),
  )
}

/** What the op returns unless it has to change the type or the shape. */
function candidates(op: string, inputs: readonly Value[]): Value[] {
  const [first, second] = inputs as [Value, Value]
  if (['Identity', 'Cast', 'BroadcastTo'].includes(op)) return [first]
  if (['Reshape', 'ExpandDims'].includes(op)) return [beforeReshapes(first)]
  if (op === 'Mul') return [...(isOne(second) ? [first] : []), ...(isOne(first) ? [second] : [])]
  return []
}

function beforeReshapes(value: Value): Value {
  return value.node.op === 'Reshape' ? beforeReshapes(value.node.inputs[0] as Value) : value
}

function isOne(value: Value): boolean {
  const data = constantData(value)
  return data?.length === 1 && data[0] === 1
}

function reshape(
  { outputs }: Node,
  inputs: readonly Value[],
  unique: (node: Node) => readonly Value[],
): Node {
  const [output] = outputs as [Value]
  const input = beforeReshapes(inputs[0] as Value)
  const { shape } = output
  const target = constant(Int32Array.from(shape), { dtype: dataTypes.int32, shape: [shape.length] })
  const attributes = {
    T: { kind: 'type', value: output.dtype },
    Tshape: { kind: 'type', value: dataTypes.int32 },
  } as const
  return createNode('Reshape', attributes, [input, ...unique(target.node)], [output])
}

/** Returns, for a node whose inputs it has seen, the outputs of the first node that computes the same. */
function uniqueNodes(): (node: Node) => readonly Value[] {
  const nodes = new Map<string, Node>()
  const numbers = new Map<Value, number>()
  const numberOf = (value: Value) => {
    const number = numbers.get(value) ?? numbers.size
    numbers.set(value, number)
    return number
  }
  return (node) => {
    // Placeholders and variables are what they are, not what they look like.
    if (node.inputs.length === 0 && node.op !== 'Const') return node.outputs
    const { op, inputs, outputs } = node
    const key = JSON.stringify([op, inputs.map(numberOf), attributeKeys(node), outputs[0]?.shape])
    const first = nodes.get(key) ?? node
    nodes.set(key, first)
    return first.outputs
  }
}

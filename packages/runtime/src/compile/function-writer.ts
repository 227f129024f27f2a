/** Turns the functions that ops call into protocol buffers. */
import { type Graph, type NamedFunction, type Node, nodesOf, type Value } from './graph.ts'
import { type NodeDescription, writeAttribute, writeNode } from './node-writer.ts'
import type { FunctionDef, Protocol } from './protocol.ts'

/** What TensorFlow calls the output of each op that a function may consist of. */
const outputNames: Readonly<Record<string, string>> = {
  AddV2: 'z',
  AvgPoolGrad: 'output',
  Cast: 'y',
  Const: 'output',
  Mul: 'z',
  Relu: 'activations',
  ReluGrad: 'backprops',
  Sigmoid: 'y',
  SigmoidGrad: 'z',
  Slice: 'output',
  Sub: 'z',
}

/** Every function that one of the nodes refers to. */
export function writeLibrary(
  protocol: Protocol,
  nodes: readonly NodeDescription[],
): InstanceType<Protocol['FunctionDefLibrary']> {
  const functions = new Map<string, Graph>()
  for (const { attributes = {} } of nodes)
    for (const { kind, value } of Object.values(attributes))
      if (kind === 'function') functions.set(value.name, value.body)
  const library = new protocol.FunctionDefLibrary()
  library.setFunctionList(
    [...functions].map(([name, body]) => writeFunction(protocol, { name, body })),
  )
  return library
}

function writeFunction(protocol: Protocol, { name, body }: NamedFunction): FunctionDef {
  const nodes = nodesOf(body).filter((node) => !body.inputs.some((input) => input.node === node))
  const names = new Map<Node, string>(nodes.map((node, i) => [node, `node${i}`]))
  const nameOf = (value: Value) => {
    const input = body.inputs.indexOf(value)
    const { node, index } = value
    return input >= 0 ? `input${input}` : `${names.get(node)}:${outputNames[node.op]}:${index}`
  }
  const parameter = (name: string, { dtype }: Value) => {
    const message = new protocol.OpDef.ArgDef()
    message.setName(name)
    message.setType(dtype)
    return message
  }
  const signature = new protocol.OpDef()
  signature.setName(name)
  signature.setInputArgList(body.inputs.map((value, i) => parameter(`input${i}`, value)))
  signature.setOutputArgList(body.outputs.map((value, i) => parameter(`output${i}`, value)))
  const message = new protocol.FunctionDef()
  message.setSignature(signature)
  message.setNodeDefList(
    nodes.map((node) =>
      writeNode(protocol, {
        name: names.get(node) as string,
        op: node.op,
        inputs: node.inputs.map(nameOf),
        attributes: node.attributes,
        type: node.outputs[0] as Value,
      }),
    ),
  )
  // Otherwise TensorFlow puts the ops back into the graph before XLA sees them.
  for (const attribute of ['_XlaMustCompile', '_noinline'])
    message.getAttrMap().set(attribute, writeAttribute(protocol, { kind: 'b', value: true }))
  for (const [i, value] of body.outputs.entries())
    message.getRetMap().set(`output${i}`, nameOf(value))
  return message
}

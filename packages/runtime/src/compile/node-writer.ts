/** Turns nodes of a graph into protocol buffers. */
import { dataTypes } from './backend.ts'
import type { Attribute, Attributes, Type } from './graph.ts'
import type {
  AttrValue,
  ListValue,
  NameAttrList,
  NodeDef,
  Protocol,
  Shape,
  TensorProto,
} from './protocol.ts'

export interface NodeDescription {
  readonly name: string
  readonly op: string
  /** Names of values, or of nodes to wait for with ^ in front. */
  readonly inputs?: readonly string[]
  readonly attributes?: Attributes
  /** Type of the first output. */
  readonly type?: Type
}

export function writeNode(protocol: Protocol, description: NodeDescription): NodeDef {
  const { name, op, inputs = [], attributes = {}, type } = description
  const node = new protocol.NodeDef()
  node.setName(name)
  node.setOp(op)
  node.setInputList(inputs)
  for (const [key, attribute] of Object.entries(attributes))
    node.getAttrMap().set(key, writeAttribute(protocol, attribute, type))
  return node
}

export function writeAttribute(protocol: Protocol, attribute: Attribute, type?: Type): AttrValue {
  const message = new protocol.AttrValue()
  const { kind, value } = attribute
  if (kind === 'tensor') message.setTensor(writeTensor(protocol, value, type as Type))
  else if (kind === 'shape') message.setShape(writeShape(protocol, value))
  else if (kind === 'function') message.setFunc(writeReference(protocol, value.name))
  else if (Array.isArray(value)) message.setList(writeList(protocol, attribute))
  else if (kind === 's') message.setS(new TextEncoder().encode(value))
  else if (kind === 'b') message.setB(value as boolean)
  else if (kind === 'f') message.setF(value as number)
  else if (kind === 'i') message.setI(value as number)
  else message.setType(value as number)
  return message
}

function writeList(protocol: Protocol, { kind, value }: Attribute): ListValue {
  const list = new protocol.AttrValue.ListValue()
  if (kind === 'b') list.setBList(value as boolean[])
  else if (kind === 'f') list.setFList(value as number[])
  else if (kind === 'type') list.setTypeList(value as number[])
  else list.setIList(value as number[])
  return list
}

function writeReference(protocol: Protocol, name: string): NameAttrList {
  const message = new protocol.NameAttrList()
  message.setName(name)
  return message
}

function writeShape(protocol: Protocol, shape: readonly number[]): Shape {
  const message = new protocol.TensorShape()
  for (const size of shape) {
    const dim = new protocol.TensorShape.Dim()
    dim.setSize(size)
    message.addDim(dim)
  }
  return message
}

function writeTensor(
  protocol: Protocol,
  data: Extract<Attribute, { kind: 'tensor' }>['value'],
  { dtype, shape }: Type,
): TensorProto {
  const message = new protocol.Tensor()
  message.setDtype(dtype)
  message.setTensorShape(writeShape(protocol, shape))
  // One value stands for all of them.
  if (data.length !== 1)
    message.setTensorContent(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  else if (dtype === dataTypes.bool) message.setBoolValList([data[0] !== 0])
  else if (dtype === dataTypes.int32) message.setIntValList([...data])
  else message.setFloatValList([...data])
  return message
}

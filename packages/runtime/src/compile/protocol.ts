/** TensorFlow's protocol buffers, as tfjs-node carries them. */
import { createRequire } from 'node:module'
import type { RecordableBackend } from './backend.ts'

interface Message {
  serializeBinary(): Uint8Array
}

export interface Shape extends Message {
  addDim(dim: Dim): void
}

interface Dim extends Message {
  setSize(size: number): void
}

export interface TensorProto extends Message {
  setDtype(dtype: number): void
  setTensorShape(shape: Shape): void
  setTensorContent(bytes: Uint8Array): void
  setFloatValList(values: number[]): void
  setIntValList(values: number[]): void
  setBoolValList(values: boolean[]): void
}

export interface AttrValue extends Message {
  setS(value: Uint8Array): void
  setI(value: number): void
  setF(value: number): void
  setB(value: boolean): void
  setType(value: number): void
  setShape(value: Shape): void
  setTensor(value: TensorProto): void
  setList(value: ListValue): void
  setFunc(value: NameAttrList): void
}

export interface NameAttrList extends Message {
  setName(name: string): void
}

export interface ListValue extends Message {
  setIList(values: readonly number[]): void
  setFList(values: readonly number[]): void
  setBList(values: readonly boolean[]): void
  setTypeList(values: readonly number[]): void
}

export interface NodeDef extends Message {
  setName(name: string): void
  setOp(op: string): void
  setInputList(inputs: readonly string[]): void
  getAttrMap(): { set(name: string, value: AttrValue): void }
}

interface ArgDef extends Message {
  setName(name: string): void
  setType(dtype: number): void
}

interface OpDef extends Message {
  setName(name: string): void
  setInputArgList(args: readonly ArgDef[]): void
  setOutputArgList(args: readonly ArgDef[]): void
}

export interface FunctionDef extends Message {
  setSignature(signature: OpDef): void
  setNodeDefList(nodes: readonly NodeDef[]): void
  getAttrMap(): { set(name: string, value: AttrValue): void }
  getRetMap(): { set(output: string, value: string): void }
}

interface FunctionDefLibrary extends Message {
  setFunctionList(functions: readonly FunctionDef[]): void
}

interface GraphDef extends Message {
  setLibrary(library: FunctionDefLibrary): void
  setNodeList(nodes: readonly NodeDef[]): void
  setVersions(versions: VersionDef): void
}

interface VersionDef extends Message {
  setProducer(version: number): void
}

interface MetaInfoDef extends Message {
  setTagsList(tags: readonly string[]): void
}

interface MetaGraphDef extends Message {
  setMetaInfoDef(info: MetaInfoDef): void
  setGraphDef(graph: GraphDef): void
}

interface SavedModel extends Message {
  setSavedModelSchemaVersion(version: number): void
  addMetaGraphs(graph: MetaGraphDef): void
}

/** The classes of `tfjs-node/dist/proto/api_pb.js` that a graph needs. */
export interface Protocol {
  readonly SavedModel: new () => SavedModel
  readonly MetaGraphDef: (new () => MetaGraphDef) & { readonly MetaInfoDef: new () => MetaInfoDef }
  readonly GraphDef: new () => GraphDef
  readonly FunctionDefLibrary: new () => FunctionDefLibrary
  readonly FunctionDef: new () => FunctionDef
  readonly OpDef: (new () => OpDef) & { readonly ArgDef: new () => ArgDef }
  readonly NameAttrList: new () => NameAttrList
  readonly VersionDef: new () => VersionDef
  readonly NodeDef: new () => NodeDef
  readonly AttrValue: (new () => AttrValue) & { readonly ListValue: new () => ListValue }
  readonly Tensor: new () => TensorProto
  readonly TensorShape: (new () => Shape) & { readonly Dim: new () => Dim }
}

export function loadProtocol({ isGPUPackage }: Pick<RecordableBackend, 'isGPUPackage'>): Protocol {
  const name = isGPUPackage ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node'
  return createRequire(import.meta.url)(`${name}/dist/proto/api_pb.js`) as Protocol
}

/** Functions that share variables, as one SavedModel. */
import type * as tf from '@tensorflow/tfjs-core'
import { type FunctionNames, functionNodes } from './function-nodes.ts'
import { writeLibrary } from './function-writer.ts'
import { type Graph, nodesOf } from './graph.ts'
import { type NodeDescription, writeNode } from './node-writer.ts'
import type { Protocol } from './protocol.ts'
import { type VariableNames, variableNames, variableNodes } from './variable-nodes.ts'

/** `TF_GRAPH_DEF_VERSION` of TensorFlow 2.9, the oldest that tfjs-node 4.22 runs on. */
const producer = 1087

/** A function within a program. */
export interface CompiledGraph extends FunctionNames {
  /** Every variable that it reads or assigns. */
  readonly variables: readonly tf.Variable[]
}

export interface Program {
  readonly functions: ReadonlyMap<Graph, CompiledGraph>
  readonly variables: ReadonlyMap<tf.Variable, VariableNames>
  readonly nodes: readonly NodeDescription[]
}

export function createProgram(graphs: readonly Graph[]): Program {
  const used = graphs.map(variablesOf)
  const variables = new Map(
    [...new Set(used.flat())].map((variable, i) => [variable, variableNames(`variable${i}`)]),
  )
  const nodes = [...variables].flatMap(([variable, names]) => variableNodes(names, variable))
  const functions = new Map<Graph, CompiledGraph>()
  for (const [i, graph] of graphs.entries()) {
    const part = functionNodes(`function${i}`, graph, variables)
    functions.set(graph, { ...part.names, variables: used[i] ?? [] })
    nodes.push(...part.nodes)
  }
  return { functions, variables, nodes }
}

function variablesOf(graph: Graph): tf.Variable[] {
  const read = nodesOf(graph).flatMap(({ variable }) => variable ?? [])
  return [...new Set([...read, ...graph.assignments.keys()])]
}

/** The contents of a `saved_model.pb`. */
export function savedModel(
  protocol: Protocol,
  nodes: readonly NodeDescription[],
  tag: string,
): Uint8Array {
  const versions = new protocol.VersionDef()
  versions.setProducer(producer)
  const graph = new protocol.GraphDef()
  graph.setVersions(versions)
  graph.setNodeList(nodes.map((node) => writeNode(protocol, node)))
  graph.setLibrary(writeLibrary(protocol, nodes))
  const info = new protocol.MetaGraphDef.MetaInfoDef()
  info.setTagsList([tag])
  const metaGraph = new protocol.MetaGraphDef()
  metaGraph.setMetaInfoDef(info)
  metaGraph.setGraphDef(graph)
  const model = new protocol.SavedModel()
  model.setSavedModelSchemaVersion(1)
  model.addMetaGraphs(metaGraph)
  return model.serializeBinary()
}

/** Decides which ops XLA runs. */
import { dataTypes } from './backend.ts'
import { clusterWithXla } from './clusters.ts'
import { type Graph, type Node, nodesOf } from './graph.ts'

const elementwise = ['AddV2', 'Relu', 'ReluGrad']
const moving = ['AvgPoolGrad', 'Slice']

/**
 * XLA runs sums and activations in bfloat16, which TensorFlow's own kernels convert number by number. In float32 those are as
 * fast as XLA, which would log three lines at its start.
 */
export function fuseWithXla(graph: Graph): Graph {
  return clusterWithXla(graph, isFusible)
}

/** Whether there was anything to fuse. */
export function callsXla(graph: Graph): boolean {
  return nodesOf(graph).some(({ attributes }) => '_XlaMustCompile' in attributes)
}

function isFusible(node: Node): boolean {
  if (!isLow(node)) return false
  if (moving.includes(node.op)) return node.op === 'Slice' || leavesOutPixels(node)
  return elementwise.includes(node.op) && !followsNorm(node)
}

/** A window of one pixel takes every second one, say: nothing is averaged. */
function leavesOutPixels({ attributes }: Node): boolean {
  return String(attributes.ksize?.value) === '1,1,1,1'
}

/** TensorFlow joins a batch norm with the Relu after it. */
function followsNorm({ op, inputs: [first] }: Node): boolean {
  return op === 'Relu' && first?.node.op === 'FusedBatchNormV3'
}

function isLow({ outputs: [output] }: Node): boolean {
  return output?.dtype === dataTypes.bfloat16
}

/** Decides which ops XLA runs. */
import { dataTypes } from './backend.ts'
import { clusterWithXla } from './clusters.ts'
import { type Graph, type Node, nodesOf } from './graph.ts'

const arithmetic = ['AddV2', 'Sub', 'Mul', 'Sigmoid', 'SigmoidGrad']
const rectifiers = ['Relu', 'ReluGrad']
const moving = ['AvgPoolGrad', 'Slice']

/**
 * XLA runs arithmetic on feature maps in one pass where TensorFlow takes one for each op. Sums and rectifiers alone, which are as
 * fast in TensorFlow, are left to it in float32; its own kernels for bfloat16 convert number by number.
 */
export function fuseWithXla(graph: Graph): Graph {
  return clusterWithXla(graph, {
    isFusible,
    isRepeated: ({ op }) => op === 'Sigmoid',
    isWorthwhile: (nodes) =>
      nodes.some(isLow) || (nodes.length > 1 && nodes.some(({ op }) => op !== 'AddV2')),
  })
}

/** Whether there was anything to fuse. */
export function callsXla(graph: Graph): boolean {
  return nodesOf(graph).some(({ attributes }) => '_XlaMustCompile' in attributes)
}

function isFusible(node: Node): boolean {
  if (arithmetic.includes(node.op)) return isLow(node) || isFloat32(node)
  if (!isLow(node)) return false
  if (moving.includes(node.op)) return node.op === 'Slice' || leavesOutPixels(node)
  return rectifiers.includes(node.op) && !followsNorm(node)
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

function isFloat32({ outputs: [output] }: Node): boolean {
  return output?.dtype === dataTypes.float32
}

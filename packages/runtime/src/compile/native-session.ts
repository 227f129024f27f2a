/** A TensorFlow session with a graph in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as tf from '@tensorflow/tfjs-core'
import type { RecordableBackend } from './backend.ts'
import type { NodeDescription } from './node-writer.ts'
import { savedModel } from './program.ts'
import { loadProtocol } from './protocol.ts'

export interface NativeSession {
  /** One run: values for the placeholders by name, and the nodes whose first output is wanted. */
  run(feeds: ReadonlyMap<string, tf.Tensor>, fetches: readonly string[]): tf.Tensor[]
  /** Frees the graph and the variables. */
  close(): void
}

const tag = 'compiled'

export function openSession(
  backend: RecordableBackend,
  nodes: readonly NodeDescription[],
): NativeSession {
  const { binding } = backend
  const id = load(backend, savedModel(loadProtocol(backend), nodes, tag))
  return {
    run(feeds, fetches) {
      const inputs = backend.getInputTensorIds([...feeds.values()])
      const results = binding.runSavedModel(id, inputs, join0([...feeds.keys()]), join0(fetches))
      return results.map((metadata) => backend.createOutputTensor(metadata))
    },
    close: () => binding.deleteSavedModel(id),
  }
}

function load({ binding }: RecordableBackend, model: Uint8Array): number {
  const folder = mkdtempSync(join(tmpdir(), 'compiled-'))
  try {
    writeFileSync(join(folder, 'saved_model.pb'), model)
    return binding.loadSavedModel(folder, tag)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function join0(nodes: readonly string[]): string {
  return nodes.map((node) => `${node}:0`).join()
}

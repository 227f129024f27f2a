/** Finds out whether TensorFlow was built with XLA. */
import * as tf from '@tensorflow/tfjs-core'
import { dataTypes, type RecordableBackend } from './backend.ts'
import { launchWithXla } from './clusters.ts'
import { createValue, type Graph } from './graph.ts'
import { openSession } from './native-session.ts'
import { createProgram } from './program.ts'

/** Whether a function of one op runs. */
export function supportsXla(backend: RecordableBackend): boolean {
  const type = { dtype: dataTypes.float32, shape: [1] }
  const T = { T: { kind: 'type', value: type.dtype } } as const
  const placeholder = () => createValue('Placeholder', { dtype: T.T }, [], type)
  const [inside, outside] = [placeholder(), placeholder()]
  const body = { inputs: [inside], outputs: [createValue('Relu', T, [inside], type)] }
  const call = launchWithXla({ ...body, assignments: new Map() }, [outside])
  const graph: Graph = { inputs: [outside], outputs: [...call.outputs], assignments: new Map() }
  return runs(backend, graph)
}

function runs(backend: RecordableBackend, graph: Graph): boolean {
  const { nodes, functions } = createProgram([graph])
  const names = functions.get(graph)
  try {
    const session = openSession(backend, nodes)
    try {
      tf.tidy(() => {
        const feeds = new Map(names?.inputs.map((name) => [name, tf.tensor1d([1])]))
        tf.dispose(session.run(feeds, names?.outputs ?? []))
      })
      return true
    } finally {
      session.close()
    }
  } catch {
    return false
  }
}

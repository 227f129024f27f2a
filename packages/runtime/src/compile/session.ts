/** Compiled functions and the variables that they share. */
import type * as tf from '@tensorflow/tfjs-core'
import type { RecordableBackend } from './backend.ts'
import type { Graph } from './graph.ts'
import { type NativeSession, openSession } from './native-session.ts'
import { type CompiledGraph, createProgram, type Program } from './program.ts'
import type { VariableNames } from './variable-nodes.ts'
import { supportsXla } from './xla-support.ts'

interface Loaded {
  readonly native: NativeSession
  readonly program: Program
  /** The tensor that each variable of the session was last made equal to. */
  readonly seen: Map<tf.Variable, tf.DataId>
  /** Variables whose values in the session are newer than outside. */
  readonly ahead: Set<tf.Variable>
}

/**
 * Keeps the variables of compiled functions inside of TensorFlow, so that they neither cross to JavaScript nor are copied from
 * one function to the next. Pass one session to all functions that use the same variables.
 *
 * While functions run, the tensors of the `tf.Variable`s themselves stay behind: `sync` brings them up to date. Assigning to
 * a variable from outside counts at once.
 */
export class Session {
  readonly #graphs = new Set<Graph>()
  #loaded: Loaded | undefined
  #xla: boolean | undefined

  /** Gives every `tf.Variable` the value that it has in the session. */
  sync(): void {
    if (!this.#loaded) return
    const { native, program, seen, ahead } = this.#loaded
    const variables = [...ahead].filter((v) => !v.isDisposed && v.dataId === seen.get(v))
    const names = variables.map((variable) => program.variables.get(variable)?.read as string)
    const values = variables.length > 0 ? native.run(new Map(), names) : []
    for (const [i, variable] of variables.entries()) {
      variable.assign(values[i] as tf.Tensor)
      values[i]?.dispose()
      seen.set(variable, variable.dataId)
    }
    ahead.clear()
  }

  /** Calls `sync` and frees the graph and the variables of TensorFlow. A function that is called afterwards loads them anew. */
  dispose(): void {
    this.#close()
    this.#graphs.clear()
  }

  /** @internal */
  hasXla(backend: RecordableBackend): boolean {
    this.#xla ??= supportsXla(backend)
    return this.#xla
  }

  /** @internal */
  add(graph: Graph): void {
    this.#graphs.add(graph)
  }

  /** @internal */
  remove(graph: Graph): void {
    this.#graphs.delete(graph)
  }

  /** @internal */
  run(backend: RecordableBackend, graph: Graph, inputs: readonly tf.Tensor[]): tf.Tensor[] {
    const loaded = this.#load(backend, graph)
    const { inputs: feeds, outputs, done } = loaded.program.functions.get(graph) as CompiledGraph
    write(loaded, graph)
    const values = new Map(feeds.map((name, i) => [name, inputs[i] as tf.Tensor]))
    const [signal, ...results] = loaded.native.run(values, [done, ...outputs])
    signal?.dispose()
    for (const variable of graph.assignments.keys()) loaded.ahead.add(variable)
    return results
  }

  /** A session cannot take further nodes: a graph that is new to it means another session. */
  #load(backend: RecordableBackend, graph: Graph): Loaded {
    if (this.#loaded?.program.functions.has(graph)) return this.#loaded
    this.#close()
    this.#graphs.add(graph)
    const program = createProgram([...this.#graphs])
    const native = openSession(backend, program.nodes)
    this.#loaded = { native, program, seen: new Map(), ahead: new Set() }
    return this.#loaded
  }

  #close(): void {
    this.sync()
    this.#loaded?.native.close()
    this.#loaded = undefined
  }
}

/** Brings the values of variables that changed outside into the session. */
function write({ native, program, seen, ahead }: Loaded, graph: Graph): void {
  const { variables } = program.functions.get(graph) as CompiledGraph
  const disposed = variables.find(({ isDisposed }) => isDisposed)
  if (disposed) throw new Error(`the variable ${disposed.name} of a compiled function was disposed`)
  const changed = variables.filter((variable) => variable.dataId !== seen.get(variable))
  if (changed.length === 0) return
  const names = changed.map((variable) => program.variables.get(variable) as VariableNames)
  const values = new Map(names.map(({ value }, i) => [value, changed[i] as tf.Tensor]))
  for (const signal of native.run(
    values,
    names.map(({ written }) => written),
  ))
    signal.dispose()
  for (const variable of changed) {
    seen.set(variable, variable.dataId)
    ahead.delete(variable)
  }
}

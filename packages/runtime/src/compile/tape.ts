/** Writes down the TensorFlow ops of an eager run. */
import type * as tf from '@tensorflow/tfjs-core'
import { type Binding, dataTypes, type Metadata, type OpAttribute } from './backend.ts'
import {
  type Attribute,
  type Attributes,
  constant,
  constantData,
  createNode,
  type Type,
  type Value,
} from './graph.ts'
import { userCode } from './user-line.ts'

const largestConstant = 64 * 1024

const constantTypes: readonly number[] = [dataTypes.float32, dataTypes.int32, dataTypes.bool]

const randomOps = /^(Random|Multinomial|TruncatedNormal|ParameterizedTruncatedNormal)/

/** The values that the tensors of a run stand for, by native handle. */
export class Tape {
  /** Tensors from outside of the run whose values it froze, with what used each first, and on which line. */
  readonly captured: Map<tf.DataId, string> = new Map()
  /** The first thing that cannot be recorded. */
  failure: Error | undefined
  readonly #values = new Map<number, Value>()
  readonly #kinds: ReadonlyMap<number, Attribute['kind']>

  constructor(binding: Binding) {
    const kinds = { STRING: 's', INT: 'i', FLOAT: 'f', BOOL: 'b', TYPE: 'type', SHAPE: 'shape' }
    this.#kinds = new Map(
      Object.entries(kinds).map(([name, kind]) => [
        binding[`TF_ATTR_${name}`] as number,
        kind as Attribute['kind'],
      ]),
    )
  }

  define(id: number, value: Value): void {
    this.#values.set(id, value)
  }

  valueOf(id: number): Value {
    const value = this.#values.get(id)
    if (value === undefined) throw new RangeError(`no value is known for the tensor ${id}`)
    return value
  }

  has(id: number): boolean {
    return this.#values.has(id)
  }

  isConstant(id: number): boolean {
    const value = this.#values.get(id)
    return value === undefined || constantData(value) !== undefined
  }

  /** Notes a tensor from outside of the run. */
  addCaptured(dataId: tf.DataId): void {
    if (this.captured.has(dataId)) return
    const { call, line } = userCode()
    this.captured.set(dataId, call === undefined ? `at ${line}` : `by ${call} at ${line}`)
  }

  /** Notes a tensor that was made from numbers of JavaScript. */
  addConstant(id: number, type: Type, values: tf.backend_util.TypedArray): void {
    // Compressed to the one value that it repeats, as the array of ones in a gradient.
    const isUniform = values.length > 1 && values.every((value) => Object.is(value, values[0]))
    this.define(id, constant(isUniform ? values.slice(0, 1) : values, type))
  }

  addOp(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: readonly Metadata[],
  ): void {
    if (randomOps.test(op)) this.fail(`runs ${op}, which draws random numbers`)
    if (outputs.length === 0) this.fail(`runs ${op}, which only has side effects`)
    const unknown = outputs.find(({ dtype }) => !Object.values<number>(dataTypes).includes(dtype))
    if (unknown) this.fail(`runs ${op}, whose output has the type ${unknown.dtype}`)
    const values = inputs.map((id) => this.valueOf(id))
    for (const value of values) this.#checkConstant(op, value)
    const node = createNode(op, this.#attributesOf(op, attributes), values, outputs)
    for (const [i, { id }] of outputs.entries()) this.define(id, node.outputs[i] as Value)
  }

  #attributesOf(op: string, attributes: readonly OpAttribute[]): Attributes {
    const entries = attributes.map(({ name, type, value }) => {
      const kind = this.#kinds.get(type)
      if (!kind) this.fail(`runs ${op} with the attribute ${name}, whose type is not supported`)
      return [name, { kind, value }]
    })
    return Object.fromEntries(entries)
  }

  #checkConstant(op: string, value: Value): void {
    const data = constantData(value)
    if (!data) return
    if (!constantTypes.includes(value.dtype))
      this.fail(`runs ${op} on a constant that is neither float32 nor int32 nor bool`)
    if (data.byteLength > largestConstant)
      this.fail(
        `runs ${op} on a constant of ${data.byteLength} bytes and shape [${value.shape}], more than ${largestConstant}; make it an input or a variable`,
      )
  }

  /** Notes why the run cannot be recorded, with the line of the user's code that is running. */
  fail(reason: string): void {
    this.failure ??= new Error(
      `the function cannot be compiled: it ${reason} (at ${userCode().line})`,
    )
  }
}

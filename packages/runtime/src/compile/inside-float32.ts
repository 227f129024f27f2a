/** Lets a function that takes and returns bfloat16 compute in float32. */
import { dataTypes } from './backend.ts'
import {
  type Attributes,
  createValue,
  type Graph,
  rewrite,
  type Value,
  withInputs,
} from './graph.ts'

/** XLA rounds what every op on bfloat16 returns, which takes it longer than the op itself. */
export function insideFloat32(body: Graph): Graph {
  const raised = rewrite(body, (node, inputs) => {
    const { op, attributes, outputs } = node
    const [output] = outputs as readonly [Value]
    if (!isLow(output)) return withInputs(node, inputs).outputs
    if (inputs.length === 0) return [cast(output, dataTypes.float32)]
    const T = { kind: 'type', value: dataTypes.float32 } as const
    const type = { ...output, dtype: dataTypes.float32 }
    return [createValue(op, { ...attributes, T }, inputs, type)]
  })
  const outputs = raised.outputs.map((value, i) => cast(value, body.outputs[i]?.dtype as number))
  return { ...raised, outputs }
}

function isLow({ dtype }: Value): boolean {
  return dtype === dataTypes.bfloat16
}

function cast(value: Value, dtype: number): Value {
  if (value.dtype === dtype) return value
  const attributes: Attributes = {
    SrcT: { kind: 'type', value: value.dtype },
    DstT: { kind: 'type', value: dtype },
    Truncate: { kind: 'b', value: false },
  }
  return createValue('Cast', attributes, [value], { ...value, dtype })
}

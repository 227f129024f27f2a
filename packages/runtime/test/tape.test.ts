import { describe, expect, test } from 'vitest'
import { type Binding, dataTypes } from '../src/compile/backend.ts'
import { Tape } from '../src/compile/tape.ts'

describe('what tfjs never does, but another library may', () => {
  const create = () => new Tape({ TF_ATTR_TYPE: 4 } as unknown as Binding)
  const output = { id: 1, shape: [2], dtype: dataTypes.float32 }
  const failure = (record: (tape: Tape) => void) => {
    const recorded = create()
    record(recorded)
    return recorded.failure?.message
  }

  test('an attribute of a type that a graph cannot take from an eager op', () => {
    expect(failure((t) => t.addOp('If', [{ name: 'f', type: 9, value: 0 }], [], [output]))).toMatch(
      /^the function cannot be compiled: it runs If with the attribute f, whose type is not supported \(at .*tape\.test\.ts:\d+:\d+\)$/,
    )
  })

  test('an output of a type that tfjs has not', () => {
    const resource = { ...output, dtype: 20 }
    expect(failure((t) => t.addOp('VarHandleOp', [], [], [resource]))).toMatch(
      /it runs VarHandleOp, whose output has the type 20/,
    )
  })

  test('an op for its side effects', () => {
    expect(failure((t) => t.addOp('WriteSummary', [], [], []))).toMatch(
      /it runs WriteSummary, which only has side effects/,
    )
  })

  test('anything else is no failure', () => {
    const type = { name: 'T', type: 4, value: dataTypes.float32 }
    expect(failure((t) => t.addOp('Placeholder', [type], [], [output]))).toBeUndefined()
  })
})

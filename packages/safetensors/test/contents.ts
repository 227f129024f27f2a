/** Random contents for property tests. */
import fc from 'fast-check'
import { arrayTypeOf, byteLengthOf, type SafetensorsDtype } from '../src/dtypes.ts'
import type { SafetensorsContent } from '../src/index.ts'
import { tensorOf } from '../src/tensor.ts'

const dtypes: SafetensorsDtype[] = [
  ...(['U64', 'I64', 'F64', 'C64', 'F32', 'U32', 'I32', 'BF16', 'F16', 'U16', 'I16'] as const),
  ...(['F8_E5M2FNUZ', 'F8_E4M3FNUZ', 'F8_E8M0', 'F8_E4M3', 'F8_E5M2', 'I8', 'U8'] as const),
  ...(['F6_E3M2', 'F6_E2M3', 'F4', 'BOOL'] as const),
]

/** Any text that a file can hold. */
const text = fc.string({ unit: 'binary', maxLength: 6 })

const tensor = fc
  .tuple(fc.constantFrom(...dtypes), fc.array(fc.nat(4), { maxLength: 4 }))
  .filter(([dtype, shape]) => byteLengthOf(dtype, shape) !== undefined)
  .chain(([dtype, shape]) => {
    const length = byteLengthOf(dtype, shape)!
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((bytes) => tensorOf({ dtype, shape }, bytes))
  })

export const contents: fc.Arbitrary<SafetensorsContent> = fc.record({
  tensors: fc
    .dictionary(text, tensor, { maxKeys: 6 })
    .map((record) => new Map(Object.entries(record))),
  metadata: fc
    .dictionary(text, text, { maxKeys: 3 })
    .map((record) => new Map(Object.entries(record))),
})

/** That a content keeps the promises of its type. */
export function isSound({ tensors }: SafetensorsContent): boolean {
  return Array.from(tensors.values()).every(
    ({ dtype, shape, data }) =>
      shape.every((size) => Number.isSafeInteger(size) && size >= 0) &&
      data.constructor === arrayTypeOf(dtype) &&
      data.byteLength === byteLengthOf(dtype, shape),
  )
}

/** Tells whether two nodes have equal attributes. */
import type { Node } from './graph.ts'

/** The attributes in a form that JSON can write, in the order of their names. */
export function attributeKeys({ attributes }: Node): unknown[] {
  return Object.entries(attributes)
    .map(([name, { kind, value }]) => {
      if (kind === 'function') return [name, value.name]
      if (kind !== 'tensor') return [name, value]
      return [
        name,
        Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64'),
      ]
    })
    .sort()
}

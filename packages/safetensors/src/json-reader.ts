/** Reads the JSON of a header. What `JSON.parse` lets pass, keys that stand twice and 1e0 for 1, is refused. */
import { type ErrorAt, type JsonTokens, jsonTokens } from './json-tokens.ts'
import { quoted } from './safetensors-error.ts'

/** Takes one value after the other off the bytes; each function throws where another kind of value stands. */
export interface JsonReader extends Pick<JsonTokens, 'string' | 'integer' | 'end' | 'position'> {
  /** An object, whose values `value` takes, given their keys. */
  object<T>(value: (key: string) => T): Map<string, T>
  /** An array, whose elements `element` takes. */
  array<T>(element: () => T): T[]
}

/** A reader of `bytes` from byte `start`. */
export function jsonReader(bytes: Uint8Array, start: number, errorAt: ErrorAt): JsonReader {
  const tokens = jsonTokens(bytes, start, errorAt)
  const { takes, take, string, position } = tokens

  function array<T>(element: () => T): T[] {
    const elements: T[] = []
    take('[')
    if (takes(']')) return elements
    do elements.push(element())
    while (takes(','))
    take(']')
    return elements
  }

  function object<T>(value: (key: string) => T): Map<string, T> {
    const members = new Map<string, T>()
    take('{')
    if (takes('}')) return members
    do {
      const begin = position()
      const key = string()
      take(':')
      const member = value(key)
      if (members.has(key)) throw errorAt(`has the key ${quoted(key)} twice`, begin)
      members.set(key, member)
    } while (takes(','))
    take('}')
    return members
  }

  return { ...tokens, object, array }
}

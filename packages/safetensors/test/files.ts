/** Files written by PyPI's safetensors, what is in them (tools/golden/fixtures_safetensors.py), and files of our own. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SafetensorsContent } from '../src/index.ts'

interface Expected {
  readonly dtype: string
  readonly shape: number[]
  /** The bytes of the data. */
  readonly hex: string
  /** The numbers, the special ones by name; null for types that are not converted. */
  readonly float32: (number | string)[] | null
}

interface Verdict {
  readonly name: string
  readonly base64: string
  /** By name the dtype, the sizes with commas and the bytes; null where PyPI's reader refuses. */
  readonly tensors: Record<string, [dtype: string, shape: string, hex: string]> | null
}

export const golden: {
  readonly files: Record<string, Record<string, Expected>>
  readonly sha256OfFloat16: string
  readonly sha256OfBfloat16: string
  readonly verdicts: Verdict[]
  readonly lenient: Verdict[]
} = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden', 'fixtures-safetensors.json'), 'utf8'),
)

export const names: string[] = Object.keys(golden.files)

export function pathOf(name: string): string {
  return join(import.meta.dirname, 'fixtures', `${name}.safetensors`)
}

/** A fixture at a place in memory where any type is aligned. */
export function bytesOf(name: string): Uint8Array {
  return new Uint8Array(readFileSync(pathOf(name)))
}

export function hexOf({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex')
}

/** A content in a form that tests compare: by name dtype, sizes and bytes. */
export function plain({ tensors }: Pick<SafetensorsContent, 'tensors'>) {
  const entries = Array.from(
    tensors,
    ([name, { dtype, shape, data }]) => [name, [dtype, shape.join(), hexOf(data)]] as const,
  )
  return new Map(entries)
}

/** A file with the given header, `length` bytes of data, and the header's length unless another is claimed. */
export function fileOf(header: string | Uint8Array, length = 0, claimed?: bigint): Uint8Array {
  const json = Buffer.from(header as string)
  const prefix = Buffer.alloc(8)
  prefix.writeBigUInt64LE(claimed ?? BigInt(json.length))
  return new Uint8Array(Buffer.concat([prefix, json, Buffer.alloc(length)]))
}

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What tools/golden/fixtures_medical.py says of its fixtures. */
interface Golden {
  readonly tfrecord: {
    readonly records: readonly string[]
    readonly texts: readonly string[]
    readonly floats: readonly number[]
    readonly integers: readonly string[]
  }
  readonly chexpert: {
    readonly tables: Readonly<Record<'train' | 'valid', readonly ChexpertRow[]>>
    readonly images: Readonly<Record<string, string>>
  }
  readonly melanoma: {
    readonly rows: readonly MelanomaRow[]
    readonly images: Readonly<Record<string, string>>
    /** The images of each file. */
    readonly records: Readonly<Record<string, Readonly<Record<string, string>>>>
  }
  readonly ddsm: Readonly<Record<'train' | 'test', RawImages>>
  readonly pcam: Readonly<Record<'train' | 'valid' | 'test', RawImages>>
}

interface ChexpertRow {
  readonly path: string
  readonly labels: readonly string[]
}

interface MelanomaRow {
  readonly image: string
  readonly patient: number
  readonly target: number
  readonly fold: number
  readonly duplicate: boolean
}

/** The SHA-256 of each image. */
interface RawImages {
  readonly labels: readonly number[]
  readonly images: readonly string[]
}

export const golden: Golden = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden', 'fixtures-medical.json'), 'utf8'),
)

export function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

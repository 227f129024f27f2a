/** What both forms of the SIIM-ISIC melanoma data set give. */
import { corrupt } from '../files/file-errors.ts'

export interface MelanomaRow {
  /** The name of the image, without `.jpg`. */
  readonly image: string
  readonly patient: string
  /** 1 for malignant. */
  readonly label: number
  /** Which of the files of the 256 × 256 TFRecords it is in: 0 … 14, or −1 for a duplicate, which is in none. */
  readonly fold?: number | undefined
}

export interface MelanomaRows {
  readonly rows: readonly MelanomaRow[]
  /** The names of images that show what others show; undefined if that is not known. */
  readonly duplicates: ReadonlySet<string> | undefined
  readonly notes: readonly string[]
  /** Where row `index` comes from. */
  id(index: number): string
  /** The JPEG of row `index`. */
  read(index: number): Promise<Uint8Array>
  close(): Promise<void>
}

/** Where a row stands. */
export interface MelanomaPlace {
  readonly file: string
  readonly place: string
}

/** Collects rows, each checked by itself and against the earlier ones. */
export function melanomaRows(): {
  readonly rows: MelanomaRow[]
  /** @throws DataError if there is something wrong with the row */
  add(row: MelanomaRow, at: MelanomaPlace): void
} {
  const rows: MelanomaRow[] = []
  const seen = new Set<string>()
  return {
    rows,
    add(row, { file, place }) {
      const problem = problemOf(row, seen)
      if (problem) throw corrupt(file, `${problem} (${place})`)
      seen.add(row.image)
      rows.push(row)
    },
  }
}

function problemOf({ image, patient, label }: MelanomaRow, seen: ReadonlySet<string>) {
  // A name is a part of a path.
  if (!/^[\w-]+$/.test(image)) return `has an image named "${image}"`
  if (seen.has(image)) return `names the image ${image} again`
  if (patient === '') return `gives no patient for ${image}`
  if (label !== 0 && label !== 1) return `gives ${image} a target other than 0 and 1`
  return undefined
}

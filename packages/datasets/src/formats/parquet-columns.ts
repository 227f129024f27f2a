/** Finds the columns of images and labels in parquet files as Hugging Face writes them. */
import type { SchemaTree } from 'hyparquet'
import { DataError } from '../data-error.ts'
import type { ParquetFile } from './parquet-file.ts'

export interface ImageColumns {
  readonly image: string
  readonly label: string
  /** From the `ClassLabel` feature that the file declares. */
  readonly classNames: readonly string[] | undefined
}

/**
 * The columns called `image` and `label`. By default: the one column of structs with `bytes`, and the one column that
 * the file declares as `ClassLabel`, or else `label` or `labels`.
 *
 * @throws DataError if there is no such column, or more than one
 */
export function imageColumns(
  { file, schema, keyValues }: ParquetFile,
  { image, label }: { readonly image?: string | undefined; readonly label?: string | undefined },
): ImageColumns {
  const names = schema.children.map(({ element }) => element.name)
  const classNames = classLabelFeatures(keyValues.get('huggingface'))
  const declared = names.filter((name) => classNames.has(name))
  const usual = names.filter((name) => name === 'label' || name === 'labels')
  const images = schema.children.filter(isImage).map(({ element }) => element.name)
  const labels = declared.length > 0 ? declared : usual
  const found = {
    image: choose(file, 'image', image ? names.filter((name) => name === image) : images, names),
    label: choose(file, 'label', label ? names.filter((name) => name === label) : labels, names),
  }
  return { ...found, classNames: classNames.get(found.label) }
}

function isImage({ element, children }: SchemaTree): boolean {
  if (element.repetition_type === 'REPEATED') return false
  return children.some(
    (child) => child.element.name === 'bytes' && child.element.type === 'BYTE_ARRAY',
  )
}

function choose(
  file: string,
  what: 'image' | 'label',
  candidates: readonly string[],
  names: readonly string[],
): string {
  const [name] = candidates
  if (name !== undefined && candidates.length === 1) return name
  const problem =
    candidates.length === 0
      ? `has no such column of ${what}s, but ${names.join(', ')}`
      : `has several columns of ${what}s: ${candidates.join(', ')}`
  throw new DataError(problem, { file, remedy: `Name the column by the option \`${what}\`` })
}

/** `{"info": {"features": {"label": {"_type": "ClassLabel", "names": ["cat", "dog"]}}}}` */
function classLabelFeatures(json: string | undefined): ReadonlyMap<string, readonly string[]> {
  const features = Object.entries(record(record(record(parse(json)).info).features))
  return new Map(
    features.flatMap(([name, feature]) => {
      const { _type, names } = record(feature)
      const isList = Array.isArray(names) && names.every((each) => typeof each === 'string')
      return _type === 'ClassLabel' && isList ? [[name, names]] : []
    }),
  )
}

function parse(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? 'null')
  } catch {
    return null
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

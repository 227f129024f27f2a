/** What a pickle may rebuild: NumPy's arrays of unsigned bytes, and nothing else. */

/** An array as a pickle holds it. */
export interface PickledArray {
  readonly kind: 'array'
  shape: readonly number[]
  /** Whether the first axis runs fastest. */
  columnMajor: boolean
  /** A view of the pickle's bytes. */
  data: Uint8Array
}

/** One of Python's functions or classes, by name. */
export interface PickledGlobal {
  readonly kind: 'global'
  readonly name: 'reconstruct' | 'ndarray' | 'dtype'
}

/** The type `u1`, the only one. */
interface PickledType {
  readonly kind: 'u1'
}

export type NumpyItem = PickledArray | PickledGlobal | PickledType

const GLOBALS: ReadonlyMap<string, PickledGlobal> = new Map([
  ['numpy.core.multiarray._reconstruct', { kind: 'global', name: 'reconstruct' }],
  ['numpy._core.multiarray._reconstruct', { kind: 'global', name: 'reconstruct' }],
  ['numpy.ndarray', { kind: 'global', name: 'ndarray' }],
  ['numpy.dtype', { kind: 'global', name: 'dtype' }],
])

/** The global of that name, or undefined if a pickle may not use it. */
export function findGlobal(name: string): PickledGlobal | undefined {
  return GLOBALS.get(name)
}

/** What calling `target` gives: `_reconstruct(ndarray, (0,), 'b')` or `dtype('u1', 0, 1)`; undefined for other calls. */
export function call(target: unknown, values: unknown): NumpyItem | undefined {
  const name = isKind(target, 'global') ? target.name : undefined
  const [first] = Array.isArray(values) ? values : []
  if (name === 'dtype' && text(first) === 'u1') return { kind: 'u1' }
  if (name !== 'reconstruct' || !isKind(first, 'global') || first.name !== 'ndarray')
    return undefined
  return { kind: 'array', shape: [0], columnMajor: false, data: new Uint8Array() }
}

/**
 * Sets the state of a new array, `(1, shape, dtype, is Fortran's order, bytes)`, or of a type, where nothing matters
 * for single bytes.
 *
 * @returns whether it is such a state
 */
export function build(target: unknown, state: unknown): boolean {
  if (!Array.isArray(state)) return false
  if (isKind(target, 'u1')) return true
  const [, shape, type, columnMajor, data] = state
  if (!isKind(target, 'array') || !isKind(type, 'u1') || typeof columnMajor !== 'boolean')
    return false
  if (!(data instanceof Uint8Array) || !isShapeOf(shape, data.length)) return false
  Object.assign(target, { shape, columnMajor, data })
  return true
}

function isShapeOf(shape: unknown, length: number): shape is number[] {
  if (!Array.isArray(shape) || !shape.every((size) => Number.isInteger(size) && size > 0))
    return false
  return shape.reduce((product, size) => product * size, 1) === length
}

function isKind<K extends NumpyItem['kind']>(
  value: unknown,
  kind: K,
): value is Extract<NumpyItem, { kind: K }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind
}

function text(value: unknown): string | undefined {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : undefined
}

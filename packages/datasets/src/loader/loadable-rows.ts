/** Rows that batches are made of, whether their images lie in memory or in files. */

import { checkRows } from '../image-set.ts'
import type { ImageShards } from './image-reader.ts'

/** Labelled rows over images that stay where they are. Any `ImageRows` is one, and any `CachedPart`. */
export interface LoadableRows {
  readonly images: Uint8Array | ImageShards
  /** `n` counts rows, not images. */
  readonly shape: readonly [n: number, h: number, w: number, c: number]
  /** `[n]`, or `[n, T]` if each row has T labels. */
  readonly labels: ArrayLike<number>
  /** `[n]`, the image that each row shows. */
  readonly indices: Int32Array
}

/**
 * The given rows of `set`, in the given order, each with all its labels. (`subset` does the same for sets in memory
 * with one class for each row.)
 *
 * @param rows `[m]`, from 0 to n − 1, each as often as wanted
 * @throws RangeError if a row is not in the set
 */
export function selectRows<T extends LoadableRows>(
  set: T,
  rows: Int32Array,
): Pick<T, 'images'> & LoadableRows & { readonly labels: Float32Array } {
  const [n, h, w, c] = set.shape
  checkRows(rows, n)
  return {
    images: set.images,
    shape: [rows.length, h, w, c],
    labels: labelsOf(set, rows),
    indices: rows.map((row) => set.indices[row] as number),
  }
}

/** `[rows.length]` or `[rows.length, T]`: the labels of the given rows. */
export function labelsOf({ labels, shape: [n] }: LoadableRows, rows: Int32Array): Float32Array {
  const each = labels.length / n
  const chosen = new Float32Array(rows.length * each)
  for (let i = 0; i < chosen.length; i++) {
    const row = rows[Math.floor(i / each)] as number
    chosen[i] = labels[row * each + (i % each)] as number
  }
  return chosen
}

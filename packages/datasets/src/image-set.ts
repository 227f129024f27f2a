/** Labelled images in plain typed arrays. */

/** Images of one size, 8 bits per value, with the class of each. */
export interface ImageSet {
  /** `[n, h, w, c]`, 0 … 255. Readers put it in shared memory, so that worker threads need no copy. */
  readonly images: Uint8Array
  readonly shape: readonly [n: number, h: number, w: number, c: number]
  /** `[n]`, the index of each image's class. */
  readonly labels: Uint8Array | Int32Array
  /** The name of each class, where it has one. */
  readonly classNames?: readonly string[]
}

/**
 * Labelled rows over images that stay where they are: row `i` shows image `indices[i]`.
 * Choosing, reordering and splitting rows therefore never copies an image.
 */
export interface ImageRows {
  /** All images of the set that the rows were chosen from; usually more than `n`. */
  readonly images: Uint8Array
  /** `n` counts rows, not images. */
  readonly shape: readonly [n: number, h: number, w: number, c: number]
  /** `[n]`, the index of each row's class. */
  readonly labels: Uint8Array | Int32Array
  /** `[n]`, the image that each row shows. */
  readonly indices: Int32Array
}

/** Rows of two classes. */
export interface BinaryImageSet extends ImageRows {
  /** `[n]`, 1 for a positive row and 0 for a negative one. */
  readonly labels: Uint8Array
}

/** What one training step reads. Its arrays belong to the caller: nobody else keeps or rewrites them. */
export interface Batch {
  /** `[n, h, w, c]`, values in [0, 1]. */
  readonly images: Float32Array
  /** `[n]`: 0 or 1, or the index of each image's class. `[n, T]`: 0 or 1 for each of T findings, NaN where unknown. */
  readonly labels: Float32Array
  /** `[n]`, the row of the image set that each entry shows. */
  readonly indices: Int32Array
  readonly shape: [n: number, h: number, w: number, c: number]
}

/**
 * The given rows of `set`, in the given order.
 *
 * @param rows `[m]`, from 0 to n − 1, each as often as wanted
 * @throws RangeError if a row is not in the set
 */
export function subset(set: BinaryImageSet, rows: Int32Array): BinaryImageSet
export function subset(set: ImageSet | ImageRows, rows: Int32Array): ImageRows
export function subset(set: ImageSet | ImageRows, rows: Int32Array): ImageRows {
  const [n, h, w, c] = set.shape
  checkRows(rows, n)
  const labels = rows.map((row) => set.labels[row] as number)
  return {
    images: set.images,
    shape: [rows.length, h, w, c],
    labels: set.labels instanceof Uint8Array ? Uint8Array.from(labels) : labels,
    indices: 'indices' in set ? rows.map((row) => set.indices[row] as number) : rows.slice(),
  }
}

/**
 * A copy of the images that the given rows show.
 *
 * @returns `[rows.length, h, w, c]`
 * @throws RangeError if a row is not in the set
 */
export function gatherImages(set: ImageRows, rows: Int32Array): Uint8Array {
  const [n, h, w, c] = set.shape
  checkRows(rows, n)
  const size = h * w * c
  const gathered = new Uint8Array(rows.length * size)
  rows.forEach((row, i) => {
    const from = (set.indices[row] as number) * size
    gathered.set(set.images.subarray(from, from + size), i * size)
  })
  return gathered
}

/** @throws RangeError that names the first of `rows` outside 0 … `n` − 1 */
export function checkRows(rows: Int32Array, n: number): void {
  const stray = rows.find((row) => row < 0 || row >= n)
  if (stray !== undefined) throw new RangeError(`row ${stray} is not in a set of ${n} rows`)
}

/** What every data set looks like to those who count, prepare or train: rows that are known, images read on demand. */

/** A data set as it lies on the user's disk. */
export interface ImageSource {
  /** As users call it: `'cifar10'`. */
  readonly name: string
  /** By the publisher's names: `train`, `validation`, `test`; those that were found. */
  readonly parts: Readonly<Record<string, SourcePart>>
  /** What the files left out or gave twice, one sentence each; empty if all is as published. */
  readonly notes: readonly string[]
  /** Closes files. The parts cannot be read afterwards. */
  close(): Promise<void>
}

/** The rows of one part, in the order of the publisher's files. */
export interface SourcePart {
  readonly count: number
  /** What is predicted: one name if each image has one label, or one per finding. */
  readonly labelNames: readonly string[]
  /** `[count, labelNames.length]`: the index of a class, or 0 / 1 per finding; NaN where it is not known. */
  readonly labels: Float32Array
  /** The name of each class, where the one label is the index of a class. */
  readonly classNames?: readonly string[]
  /** `[count]`: rows with the same group (patient) must not be parted by a split. */
  readonly groups?: readonly string[]
  /** Where row `index` comes from, for people: file and place in it. */
  id(index: number): string
  /**
   * @throws DataError if the image is missing or corrupt
   * @throws RangeError if there is no such row
   */
  image(index: number): Promise<StoredImage>
}

/** An image as its file holds it. */
export type StoredImage =
  | {
      /** A whole JPEG, PNG, WebP … file. */
      readonly encoded: Uint8Array
    }
  | {
      /** `[h, w, c]`, 0 … 255. */
      readonly pixels: Uint8Array
      readonly shape: readonly [h: number, w: number, c: number]
    }

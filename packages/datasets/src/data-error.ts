/** The error for data that cannot be used. */

/** What a {@link DataError} knows besides the problem. */
export interface DataErrorOptions {
  /** The file or folder at fault, where there is one. */
  readonly file?: string
  /** What the reader of the message can do about it. */
  readonly remedy: string
  /** The error underneath. */
  readonly cause?: unknown
}

/** Data are missing, corrupt or unfit; the message names the file, the problem and the remedy. */
export class DataError extends Error {
  override readonly name = 'DataError'
  /** Tells data errors from others without `instanceof`, which fails across copies of a package. */
  readonly code = 'data'
  readonly file: string | undefined
  readonly remedy: string

  constructor(problem: string, { file, remedy, cause }: DataErrorOptions) {
    super(`${file === undefined ? '' : `${file}: `}${problem}. ${remedy}.`, { cause })
    this.file = file
    this.remedy = remedy
  }
}

/** The error for files that are not what the format says. */

/** What a {@link SafetensorsError} knows besides the problem. */
export interface SafetensorsErrorOptions {
  /** The byte of the file at which the problem stands. */
  readonly offset: number
  /** The tensor at fault, where there is one. */
  readonly tensor?: string | undefined
  /** The file at fault, where it is known. */
  readonly file?: string
  /** The error underneath. */
  readonly cause?: unknown
}

/** A file breaks a rule of the format; the message names the file, the problem, the tensor and the byte. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError'
  /** Tells these errors from others without `instanceof`, which fails across copies of a package. */
  readonly code = 'safetensors'
  readonly problem: string
  readonly offset: number
  readonly tensor: string | undefined
  readonly file: string | undefined

  constructor(problem: string, { offset, tensor, file, cause }: SafetensorsErrorOptions) {
    const where = `${tensor === undefined ? '' : `tensor ${quoted(tensor)}, `}byte ${offset}`
    super(`${file === undefined ? '' : `${file}: `}${problem} (${where})`, { cause })
    this.problem = problem
    this.offset = offset
    this.tensor = tensor
    this.file = file
  }
}

/** Text of a file for a message: on one line, not long, without what a terminal would take for a command. */
export function quoted(text: string): string {
  const short = text.length > 100 ? `${text.slice(0, 100)}…` : text
  const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(short).replaceAll(/[\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g, escaped)
}

/** The error for what this machine lacks. */

/** Something that the installation needs is not there. The message, one line, says what, and how to get it. */
export class MissingError extends Error {
  override readonly name = 'MissingError'
}

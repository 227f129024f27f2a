/** Checkpoints that cannot be saved or read. */

/** Names the folder and the cause; `code` is that of the system, such as `ENOSPC`, where it has one. */
export class CheckpointError extends Error {
  readonly folder: string
  readonly code: string | undefined

  constructor(problem: string, { folder, cause }: { folder: string; cause?: unknown }) {
    const why = cause instanceof Error ? `: ${cause.message}` : ''
    super(`${folder}: ${problem}${why}`, { cause })
    this.name = 'CheckpointError'
    this.folder = folder
    this.code = (cause as NodeJS.ErrnoException | undefined)?.code
  }
}

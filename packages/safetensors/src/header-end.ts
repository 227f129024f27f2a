/** The first bytes of a file, which say how long its header is. */
import { SafetensorsError } from './safetensors-error.ts'

/** The bytes before the JSON. */
export const PREFIX_LENGTH = 8

/** The limit of the reference implementation, for the JSON. */
export const MAX_HEADER_LENGTH = 100_000_000

/**
 * Where the header ends in a file of `fileLength` bytes that starts with `prefix`.
 *
 * @throws SafetensorsError if there is no header, or it claims to be longer than the file or 100 MB
 */
export function headerEnd(prefix: Uint8Array, fileLength: number): number {
  const error = (problem: string) => new SafetensorsError(problem, { offset: 0 })
  if (fileLength < PREFIX_LENGTH)
    throw error(`has ${fileLength} bytes, too few for a safetensors file`)
  const view = new DataView(prefix.buffer, prefix.byteOffset, PREFIX_LENGTH)
  const length = view.getBigUint64(0, true)
  if (length > MAX_HEADER_LENGTH)
    throw error(`claims a header of ${length} bytes, more than ${MAX_HEADER_LENGTH}`)
  if (length > fileLength - PREFIX_LENGTH)
    throw error(`claims a header of ${length} bytes, which goes beyond the end of the file`)
  return PREFIX_LENGTH + Number(length)
}
